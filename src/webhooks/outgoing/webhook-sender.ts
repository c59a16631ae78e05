import type { OutboundAnswer, OutboundClient } from './outbound-guard.client.js';
import { OutboundFailure } from './outbound-guard.failure.js';
import type { OutboundMode } from './outbound-guard.js';
import { signWebhook } from './webhook-signature.js';

export interface WebhookSend {
  readonly url: string;
  readonly mode: OutboundMode;
  readonly eventId: string;
  /** The event's frozen envelope, byte for byte. */
  readonly body: string;
  /** Every secret that is valid now: `whsec_…`. */
  readonly secrets: readonly string[];
  /** Now, which the signature carries. */
  readonly at: Date;
}

export interface WebhookAttempt {
  /** `gone`: the endpoint answered 410 and wants no more. */
  readonly outcome: 'delivered' | 'failed' | 'gone';
  /** Null when no answer came. */
  readonly status: number | null;
  /** One sentence fit for the endpoint's owner; null when delivered. */
  readonly error: string | null;
  /** The first 16 KiB of the answer. */
  readonly responseBody: string;
  readonly durationMs: number;
  readonly retryAfterSeconds: number | null;
}

/** Sends one signed webhook once. Whatever happens is the attempt's outcome: it never throws. */
export class WebhookSender {
  constructor(private readonly client: Pick<OutboundClient, 'post'>) {}

  async send({ url, mode, eventId, body, secrets, at }: WebhookSend): Promise<WebhookAttempt> {
    const startedAt = performance.now();
    try {
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Dunlin/1 (+webhooks)',
        ...signWebhook({ id: eventId, timestamp: at, body, secrets }),
      };
      return judge(await this.client.post({ url, mode, headers, body }));
    } catch (error) {
      return {
        outcome: 'failed',
        status: null,
        error: error instanceof OutboundFailure ? error.message : 'The message could not be prepared for sending.',
        responseBody: '',
        durationMs: Math.round(performance.now() - startedAt),
        retryAfterSeconds: null,
      };
    }
  }
}

function judge({ status, body, durationMs, retryAfterSeconds }: OutboundAnswer): WebhookAttempt {
  const answer = { status, responseBody: body, durationMs, retryAfterSeconds: retryAfterSeconds ?? null };
  if (status >= 200 && status < 300) return { ...answer, outcome: 'delivered', error: null };
  if (status === 410)
    return { ...answer, outcome: 'gone', error: 'The endpoint answered 410: it wants no more messages.' };
  return { ...answer, outcome: 'failed', error: reasonFor(status) };
}

function reasonFor(status: number): string {
  if (status >= 300 && status < 400) {
    return `The endpoint answered ${status}, and redirects are not followed: set the endpoint to its final address.`;
  }
  return `The endpoint answered ${status}; only 2xx counts as delivered.`;
}
