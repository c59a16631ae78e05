/** What is true from each stop on, whatever is killed and whenever. */
const STOPS = [
  'the caller is the ERP, its request is valid',
  'payment, link, mail and their events are committed, in one transaction',
  'the token is known, the link is alive',
  'the checkout’s row is committed, before anybody outside is asked',
  'the provider holds a checkout and we hold its id; no transaction was open meanwhile',
  'the webhook is verified and stored once; the payment is due for a look',
  'we know the provider’s own word, asked for outside any transaction',
  'the new state and its event are committed, in one transaction',
  'the ERP has answered 2xx, and the attempt is written down',
] as const;

/** Tells the nine stops of a payment, one line each, with what is true and durable afterwards. */
export class DemoNarrator {
  private readonly startedMs = performance.now();
  private lastLine = 'the start';

  constructor(private readonly print: (text: string) => void) {}

  /** What was told last: where to look when nothing more comes. */
  get latest(): string {
    return this.lastLine;
  }

  chapter(title: string): void {
    this.print(`\n${title}\n${'─'.repeat(title.length)}\n`);
  }

  /** `stop` counts from 1, as in README's table. */
  stop(stop: number, happening: string): void {
    this.line(String(stop), happening);
    this.print(`              → ${STOPS[stop - 1]}\n`);
  }

  /** Something between the stops. */
  aside(happening: string): void {
    this.line('·', happening);
  }

  private line(mark: string, happening: string): void {
    const seconds = ((performance.now() - this.startedMs) / 1000).toFixed(3).padStart(7);
    this.lastLine = happening;
    this.print(`${seconds} s  ${mark}  ${happening}\n`);
  }
}
