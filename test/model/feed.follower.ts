import { eventually } from '../simulator/support/eventually.js';
import type { EventSchemas } from '../support/event.schemas.js';
import { PaymentStory, type StoryEvent } from './payment.story.js';
import type { RetryingErp } from './retrying.erp.js';

const DEADLINE_MS = 30_000;

/** The ERP's books: reads the feed from its beginning for as long as it runs, and folds it. */
export class FeedFollower {
  /** What is wrong with the feed as such. */
  readonly faults: string[] = [];
  private readonly stories = new Map<string, PaymentStory>();
  private last = 0;
  private isStopped = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly erp: RetryingErp,
    private readonly schemas: EventSchemas,
  ) {
    this.running = this.run();
  }

  get events(): number {
    return this.last;
  }

  /** The payment's story, once it has got that far. */
  upTo(paymentId: string, version: number): Promise<PaymentStory> {
    return eventually(() => {
      if (this.faults.length > 0) throw new Error(this.faults.slice(0, 3).join('; '));
      const story = this.stories.get(paymentId);
      return story && story.version >= version ? story : undefined;
    }, DEADLINE_MS);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      // Nobody waits for it: what it meets is told to whoever asks next.
      await this.readOn().catch((error: unknown) => this.faults.push(String(error)));
    }
  }

  private async readOn(): Promise<void> {
    const answer = await this.erp.send({ method: 'GET', path: `/v1/events?after=${this.last}&limit=100&wait=1` });
    if (answer.status !== 200) throw new Error(`The feed answers ${answer.status}: ${answer.text}`);
    for (const event of answer.json<{ data: StoryEvent[] }>().data) this.take(event);
  }

  private take(event: StoryEvent): void {
    if (event.sequence !== this.last + 1) this.faults.push(`${event.sequence} follows ${this.last}`);
    this.faults.push(...this.schemas.violations(event));
    this.last = event.sequence;
    const { payment } = event.data;
    if (!payment) return;
    const story = this.stories.get(payment.id) ?? new PaymentStory();
    this.stories.set(payment.id, story);
    story.add(event);
  }
}
