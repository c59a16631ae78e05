import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { Clock } from '../common/clock.js';
import { toPublicId } from '../common/ids.js';
import { Secrets } from '../config/secrets.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { GatewayError } from '../gateways/gateway-error.js';
import type { CheckoutOrder, FoundPage, PaymentGateway, ProviderCheckout } from '../gateways/payment-gateway.js';
import type { Checkout } from './checkout.entity.js';
import type { Payment } from './payment.entity.js';

/** Where the provider sends the payer when done, and when the payer gives up. */
export interface PayerPages {
  readonly returnUrl: (returnToken: string) => string;
  readonly cancelUrl: (returnToken: string) => string;
  /** The provider should not take money after this instant. */
  readonly until: Date | null;
}

export interface Reservation {
  readonly payment: Payment;
  /** In state `creating`, leased to us. */
  readonly checkout: Checkout;
}

/** A provider's clock and ours may differ, and its search may round. */
const SEARCH_MARGIN_MS = 5 * 60_000;
const LONGEST_LIFE_MS = 30 * 24 * 3600_000;

/** The provider's side of a checkout that is being made: asks for its page, and finds one whose answer was lost. */
@Injectable()
export class ProviderPages {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly accounts: AccountsService,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  async gatewayOf(checkout: Checkout): Promise<PaymentGateway> {
    return this.connections.gatewayOf(await this.connections.get({ ...checkout.key, id: checkout.connectionId }));
  }

  /** The same for every owner of the row, so that a page found by a later one leads its payer back all the same. */
  returnTokenOf(checkoutId: string): string {
    const digest = createHmac('sha256', this.secrets.keyPepper).update(`return to ${checkoutId}`).digest();
    return digest.subarray(0, 24).toString('base64url');
  }

  /** A create whose answer was lost: the page may exist. Found, it is used; else, asking once more is harmless. */
  async create(gateway: PaymentGateway, reservation: Reservation, pages: PayerPages): Promise<ProviderCheckout> {
    const order = await this.orderOf(reservation, pages);
    try {
      return await gateway.createCheckout(order);
    } catch (error) {
      if (!(error instanceof GatewayError) || error.kind !== 'unknown_outcome' || !gateway.search) throw error;
      // Whatever fails from here on, the first try may have made a page.
      return await asUnknown(
        async () => (await this.find(gateway, reservation.checkout)) ?? gateway.createCheckout(order),
      );
    }
  }

  /** The page that carries the checkout's id, where the provider can be searched. */
  async find(gateway: PaymentGateway, checkout: Checkout): Promise<ProviderCheckout | undefined> {
    if (!gateway.search) return undefined;
    const checkoutId = toPublicId('checkout', checkout.id);
    const window = {
      from: new Date(checkout.createdAt.getTime() - SEARCH_MARGIN_MS),
      to: new Date(this.clock.now().getTime() + SEARCH_MARGIN_MS),
    };
    let cursor: string | null = null;
    do {
      const page: FoundPage = await gateway.search.page(window, cursor);
      const ours = page.found.find((found) => found.checkoutId === checkoutId);
      if (ours) return ours.checkout;
      cursor = page.next;
    } while (cursor !== null);
    return undefined;
  }

  private async orderOf({ payment, checkout }: Reservation, pages: PayerPages): Promise<CheckoutOrder> {
    const returnToken = this.returnTokenOf(checkout.id);
    const { name: payeeName } = await this.accounts.get(payment.accountId);
    return {
      checkoutId: toPublicId('checkout', checkout.id),
      reference: payment.reference,
      payeeName,
      amount: payment.money,
      description: payment.description,
      customer: payment.customer,
      items: payment.items,
      capture: payment.capture,
      returnUrl: pages.returnUrl(returnToken),
      cancelUrl: pages.cancelUrl(returnToken),
      expiresAt: this.lifeOf(payment, pages),
    };
  }

  private lifeOf(payment: Payment, pages: PayerPages): Date {
    const limits = [payment.expiresAt, pages.until].filter((at) => at !== null).map((at) => at.getTime());
    return new Date(Math.min(...limits, this.clock.now().getTime() + LONGEST_LIFE_MS));
  }
}

async function asUnknown<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new GatewayError({
      kind: 'unknown_outcome',
      operation: error.operation,
      detail: 'the first try may have happened, and the second failed',
    });
  }
}
