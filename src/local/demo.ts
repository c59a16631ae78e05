import 'reflect-metadata';
import { DemoNarrator } from './demo-narrator.js';
import { tell, type Attempt, type Story } from './demo-story.js';
import { startDemoSurroundings } from './demo-surroundings.js';

const WAIT_MS = 15_000;
const LONGEST_MS = 90_000;

const PAYS: Attempt = {
  says: 'The payer types in card 5200 0000 0000 1005, which pays',
  pages: [card('5200 0000 0000 1005', '020')],
};
const CHALLENGED: Attempt = {
  says: 'The payer types in card 5200 0000 0000 1096; the bank asks “Is this you?” (3-D Secure), and the payer confirms',
  pages: [card('5200 0000 0000 1096', '020'), { decision: 'accept' }],
};
const DECLINED: Attempt = {
  says: 'The payer types in card 4456 5300 0000 1013, which is declined',
  pages: [card('4456 5300 0000 1013', '341')],
  isDeclined: true,
};
const UPI: Attempt = {
  says: 'The payer chooses UPI, and approves in the app',
  pages: [{ method: 'upi' }, { decision: 'approve' }],
};

const STORIES: readonly Story[] = [
  { title: 'The first payer pays at once', reference: 'DEMO-1', amount: gbp(1050), attempts: [PAYS] },
  { title: 'The second is asked for 3-D Secure', reference: 'DEMO-2', amount: gbp(2999), attempts: [CHALLENGED] },
  { title: 'The third is declined and tries again', reference: 'DEMO-3', amount: gbp(57), attempts: [DECLINED, PAYS] },
  { title: 'The fourth pays at another provider', reference: 'DEMO-4', amount: inr(1130100), attempts: [UPI] },
];

/** `npm run demo`: the nine stops of a payment, told as they happen. Exit code 0 if all was as told. */
const ending = new AbortController();
const undo: (() => Promise<unknown>)[] = [];
const narrator = new DemoNarrator((text) => void process.stdout.write(text));
narrator.aside('Starting PostgreSQL, Dunlin, a provider simulator and an ERP');
const surroundings = startDemoSurroundings(undo, WAIT_MS);
// One Ctrl-C under npm arrives twice: the second must not cut the stop short.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void end('It was interrupted.', signal === 'SIGINT' ? 130 : 143));
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

function card(cardNumber: string, cvv: string) {
  return { cardNumber, expiry: '12/29', cvv, cardName: 'Sample Payer' };
}

function gbp(value: number) {
  return { value, currency: 'GBP' } as const;
}

function inr(value: number) {
  return { value, currency: 'INR' } as const;
}
