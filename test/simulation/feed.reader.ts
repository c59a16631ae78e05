import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../support/api.client.js';
import { EventSchemas } from '../support/event.schemas.js';
import type { Chronicle } from './chronicle.js';
import { EventFold, type ToldEvent } from './event.fold.js';

const TIMEOUT_MS = 3000;
const PAUSE_MS = 200;
const ENDS = ['payment.paid', 'payment.canceled', 'payment.expired', 'link.canceled', 'link.expired'];

/** Reads the feed from its beginning for as long as the run lasts, and asks again where it gets no answer. */
export class FeedReader {
  readonly fold = new EventFold();
  /** When nobody was to be asked for the money any more, by the payment's reference. */
  readonly endsMs = new Map<string, number>();
  last = 0;
  private readonly schemas = new EventSchemas();
  private isStopped = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly api: ApiClient,
    private readonly chronicle: Chronicle,
  ) {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) if (!(await this.readOn())) await delay(PAUSE_MS);
  }

  private async readOn(): Promise<boolean> {
    const path = `/v1/events?after=${this.last}&limit=100&wait=1`;
    const answer = await this.api.get(path, { timeoutMs: TIMEOUT_MS }).catch(() => undefined);
    if (answer?.status !== 200) return false;
    for (const event of answer.json<{ data: ToldEvent[] }>().data) this.take(event);
    return true;
  }

  private take(event: ToldEvent): void {
    if (event.sequence !== this.last + 1) {
      this.chronicle.violate(`in the feed ${event.sequence} follows ${this.last}`);
    }
    for (const fault of this.schemas.violations(event))
      this.chronicle.violate(`the feed tells what no schema does: ${fault}`);
    this.last = event.sequence;
    this.fold.take(event);
    const reference = (event.data as { payment?: { reference: string } }).payment?.reference;
    if (reference !== undefined && ENDS.includes(event.type) && !this.endsMs.has(reference)) {
      this.endsMs.set(reference, Date.parse(event.timestamp));
    }
  }
}
