import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/domain-error.js';
import { providerFailure } from '../connections/provider-failure.js';
import type { RowKey } from '../database/owned-row.js';
import { GatewayError } from '../gateways/gateway-error.js';
import type { PaymentGateway, PaymentSnapshot } from '../gateways/payment-gateway.js';
import { PaymentSync } from './payment-sync.service.js';
import { PaymentsRepository } from './payments.repository.js';
import { RefundOutcomes } from './refund-outcomes.js';
import { REPEATABLE_FOR_MS } from './refund-schedule.js';
import type { Refund } from './refund.entity.js';
import { contradiction, refuseEarly, type Finding } from './unknown-outcome.js';

/** After this long a person is believed also where the provider gives no answer: it may be gone for good. */
const ANSWER_AWAITED_MS = 7 * 24 * 3600_000;

/** Ends a refund of an unknown outcome by the word of a person, unless the provider's word is to be had. */
@Injectable()
export class RefundResolution {
  constructor(
    private readonly repository: PaymentsRepository,
    private readonly sync: PaymentSync,
    private readonly outcomes: RefundOutcomes,
    private readonly clock: Clock,
  ) {}

  /**
   * The refund, ended. The provider is asked first, and its sum decides where it tells one. Throws `state_conflict` for a
   * refund that is not `unknown`, within a day of its first try, and for what the provider contradicts; and the provider's
   * failures while an answer may still come.
   */
  async resolve(key: RowKey, finding: Finding): Promise<Refund> {
    const refund = await this.outcomes.read(key);
    if (isSame(refund, finding)) return refund;
    refuseUnlessUnknown(refund);
    refuseEarly({ since: refund.sentAt!, waitMs: REPEATABLE_FOR_MS, now: this.clock.now() });
    const claimed = await this.outcomes.claim(refund);
    try {
      return await this.resolveClaimed(claimed, finding);
    } finally {
      await this.outcomes.letGo(claimed);
    }
  }

  private async resolveClaimed(claimed: Refund, finding: Finding): Promise<Refund> {
    const snapshot = await this.look(claimed);
    const found = await this.outcomes.read(claimed);
    if (!found.isOpen) {
      if (found.status === finding.outcome) return found;
      throw contradiction(`its sum shows that the refund has ${found.status}.`);
    }
    if (snapshot?.status === 'paid') await this.refuseContradicted(claimed, { finding, snapshot });
    await this.outcomes.resolve(claimed, finding);
    const ended = await this.outcomes.read(claimed);
    if (!ended.isOpen) return ended;
    throw new DomainError('state_conflict', 'Somebody else is at the refund by now. Try again.', {
      retryAfterSeconds: 1,
    });
  }

  /** Undefined where the provider gives no answer, and none is to be waited for. */
  private async look(claimed: Refund): Promise<PaymentSnapshot | undefined> {
    const checkout = await this.repository.checkout({ ...claimed.key, id: claimed.checkoutId });
    let seen: PaymentSnapshot | undefined;
    const ask = async (gateway: PaymentGateway, id: string) => (seen = await gateway.fetchPayment(id));
    try {
      await this.sync.look(await this.sync.claimNow(checkout), { ask });
      return seen;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (error.kind === 'misconfigured' || this.isOld(claimed)) return undefined;
      throw providerFailure(error);
    }
  }

  private isOld({ sentAt }: Refund): boolean {
    return this.clock.now().getTime() - sentAt!.getTime() > ANSWER_AWAITED_MS;
  }

  /** The look has found no room for it in the provider's sum; or it could not take that sum over, for it fits nothing. */
  private async refuseContradicted(
    claimed: Refund,
    { finding, snapshot }: { finding: Finding; snapshot: PaymentSnapshot & { status: 'paid' } },
  ): Promise<void> {
    const { amountRefunded } = await this.repository.checkout({ ...claimed.key, id: claimed.checkoutId });
    if (finding.outcome === 'failed' && snapshot.refunded.value <= amountRefunded) return;
    const { value, currency } = snapshot.refunded;
    throw contradiction(
      finding.outcome === 'failed'
        ? `${value} ${currency} went back by its sum, which fits nothing. See the payment's review.`
        : `by its sum ${value} (minor units of ${currency}) went back, all of it otherwise.`,
    );
  }
}

/** A retry of a request that was cut off before it could answer. */
function isSame({ status, resolution }: Refund, { outcome, note }: Finding): boolean {
  return status === outcome && resolution?.note === note;
}

function refuseUnlessUnknown({ status }: Refund): void {
  if (status === 'unknown') return;
  const remedy = status === 'pending' ? 'it goes on by itself.' : 'there is nothing to find out.';
  throw new DomainError('state_conflict', `The refund is ${status}: ${remedy}`);
}
