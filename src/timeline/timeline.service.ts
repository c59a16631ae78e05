import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { toPublicId } from '../common/ids.js';
import { AppConfig } from '../config/app-config.js';
import type { RowKey } from '../database/owned-row.js';
import { checkoutEntries, lookEntries, webhookEntries } from './provider.entries.js';
import type { TimelineDto } from './dto/timeline.dto.js';
import { dtoOf, type TimelineEntry } from './timeline.entry.js';
import { TimelineFacts } from './timeline.facts.js';
import { deliveryEntries, eventEntries } from './told.entries.js';
import { linkEntries, mailEntries } from './link.entries.js';
import { upcomingEntries } from './upcoming.entries.js';

/** One call that explains a payment. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly facts: TimelineFacts,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Throws `not_found`. */
  async of(key: RowKey): Promise<TimelineDto> {
    const facts = await this.facts.of(key);
    const { unbookedWarningSeconds } = this.config;
    // Within one instant causes stand before what they led to: the order of this list, which the sort keeps.
    const past = [
      ...webhookEntries(facts),
      ...lookEntries(facts),
      ...checkoutEntries(facts),
      ...linkEntries(facts),
      ...eventEntries(facts),
      ...mailEntries(facts),
      ...deliveryEntries(facts),
    ];
    return {
      object: 'timeline',
      paymentId: toPublicId('payment', facts.payment.id),
      data: inOrder(past),
      next: inOrder(upcomingEntries(facts, { now: this.clock.now(), unbookedWarningSeconds })),
    };
  }
}

function inOrder(entries: readonly TimelineEntry[]) {
  return entries.toSorted((a, b) => a.at.getTime() - b.at.getTime()).map(dtoOf);
}
