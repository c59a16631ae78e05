import 'reflect-metadata';
import { DemoNarrator } from './demo-narrator.js';
import { tell, type Card, type Story } from './demo-story.js';
import { startDemoSurroundings } from './demo-surroundings.js';

const WAIT_MS = 15_000;
const LONGEST_MS = 90_000;

const PAYS: Card = { number: '5200 0000 0000 1005', expiry: '12/29', cvv: '020', behaviour: 'pays' };
const CHALLENGES: Card = {
  number: '5200 0000 0000 1096',
  expiry: '12/29',
  cvv: '020',
  behaviour: 'asks for 3-D Secure',
};
const DECLINED: Card = { number: '4456 5300 0000 1013', expiry: '12/29', cvv: '341', behaviour: 'is declined' };

const STORIES: readonly Story[] = [
  { title: 'The first payer pays at once', reference: 'DEMO-1', amount: 1050, cards: [PAYS] },
  { title: 'The second is asked for 3-D Secure', reference: 'DEMO-2', amount: 2999, cards: [CHALLENGES] },
  { title: 'The third is declined, and tries another card', reference: 'DEMO-3', amount: 57, cards: [DECLINED, PAYS] },
];

/** `npm run demo`: the nine stops of a payment, told as they happen. Exit code 0 if all was as told. */
const ending = new AbortController();
const undo: (() => Promise<unknown>)[] = [];
const narrator = new DemoNarrator((text) => void process.stdout.write(text));
narrator.aside('Starting PostgreSQL, Dunlin, a provider simulator and an ERP');
const surroundings = startDemoSurroundings(undo, WAIT_MS);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void end('It was interrupted.', signal === 'SIGINT' ? 130 : 143));
}
setTimeout(() => void end(`It takes longer than ${LONGEST_MS / 1000} s.`, 1), LONGEST_MS).unref();

try {
  await demonstrate();
  await end(null, 0);
} catch (error) {
  await end(error instanceof Error ? error.message : String(error), 1);
}

async function demonstrate(): Promise<void> {
  const { erp, log, urls } = await surroundings;
  narrator.aside(`Dunlin is at ${urls.dunlin}, the provider at ${urls.simulator}; the ERP has an endpoint`);
  for (const story of STORIES) await tell(story, { erp, log, narrator });
  if (erp.forgeries.length > 0) throw new Error(`${erp.forgeries.length} events came with a wrong signature.`);
  if (log.complaints.length > 0) throw new Error(`Dunlin complained: ${log.complaints.join('; ')}`);
  const { length } = STORIES;
  process.stdout.write(`\n${length} payments: paid, told with a signature, and booked.\n`);
}

async function end(reason: string | null, exitCode: number): Promise<void> {
  // What fails because we are stopping is no news.
  if (ending.signal.aborted) return;
  ending.abort();
  if (reason !== null) process.stderr.write(`\nThe demo failed after “${narrator.latest}”: ${reason}\n`);
  // Half a start cannot be taken back: what it is about to start would outlive us.
  await Promise.allSettled([surroundings]);
  for (const step of undo.splice(0).reverse()) {
    await step().catch((error: unknown) => process.stderr.write(`While stopping: ${String(error)}\n`));
  }
  process.exit(exitCode);
}
