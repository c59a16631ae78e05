import { cardForm } from '../simulator/support/dojo.client.js';
import { exchange, type Answer } from './api.client.js';
import { patiently } from './patiently.js';

export interface LedgerIntent {
  readonly id: string;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  readonly payable: boolean;
  readonly refunded: number;
  readonly charges: readonly { readonly transactionId: string; readonly amount: number; readonly card: string }[];
}

export interface Ledger {
  readonly intents: readonly LedgerIntent[];
  readonly calls: Readonly<Record<string, number>>;
  readonly callsByReference: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface ProviderDelivery {
  readonly eventId: string;
  readonly intentId: string;
  readonly outcome: string;
  readonly attempts: readonly { readonly status?: number }[];
}

/** The provider's own view of things, and the misfortunes that a test orders from it. */
export class ProviderControl {
  constructor(private readonly url: string) {}

  async scenario(order: { name: string } & Record<string, unknown>): Promise<void> {
    const answer = await exchange({ method: 'POST', url: `${this.url}/_sim/scenario`, body: order });
    if (answer.status !== 200) throw new Error(`The simulator refused the scenario: ${answer.text}`);
  }

  /** What was ordered and has not struck yet will not. */
  async forgetScenarios(): Promise<void> {
    await exchange({ method: 'DELETE', url: `${this.url}/_sim/scenarios` });
  }

  async ledger(): Promise<Ledger> {
    return (await exchange({ method: 'GET', url: `${this.url}/_sim/ledger` })).json<Ledger>();
  }

  async intentsFor(reference: string): Promise<LedgerIntent[]> {
    return (await this.ledger()).intents.filter((intent) => intent.reference === reference);
  }

  /** How often the provider was asked to do this for the reference. */
  async calls(reference: string, operation: string): Promise<number> {
    return (await this.ledger()).callsByReference[reference]?.[operation] ?? 0;
  }

  waitForCall(reference: string, operation: string, deadlineMs = 10_000): Promise<true> {
    return patiently(
      async () => (await this.calls(reference, operation)) > 0 || undefined,
      deadlineMs,
    ) as Promise<true>;
  }

  async deliveries(intentId: string): Promise<ProviderDelivery[]> {
    const answer = await exchange({ method: 'GET', url: `${this.url}/_sim/webhooks` });
    const { deliveries } = answer.json<{ deliveries: ProviderDelivery[] }>();
    return deliveries.filter((delivery) => delivery.intentId === intentId);
  }

  /** Fills in the card form of the hosted page, as a payer does; answers where the page leads next. */
  payAt(checkoutUrl: string, cardNumber: string): Promise<Answer> {
    return submit(`${checkoutUrl}/pay`, cardForm(cardNumber));
  }

  acceptChallenge(challengeUrl: string): Promise<Answer> {
    return submit(new URL(challengeUrl, this.url).href, { decision: 'accept' });
  }
}

function submit(url: string, fields: Record<string, string>): Promise<Answer> {
  return exchange({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
}
