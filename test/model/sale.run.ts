import type { Act, Plan } from './act.types.js';
import { cancel, capture, clearReview, open, record, refresh, refund, refundTwice, runOut } from './erp.acts.js';
import type { MoneyWorld } from './money.world.js';
import { comeBack, pay, payLate } from './payer.acts.js';
import { resolve } from './person.acts.js';
import { deliver, forge, lose } from './post.acts.js';
import { answerAsRemembered, atTheCounter, rememberAnswer, troubleAhead } from './provider.acts.js';
import { compareLedgers } from './sale.checks.js';
import { comeToRest, endTrouble, tryRefundsAgain } from './sale.rest.js';
import { Sale } from './sale.js';

/** Does what the plan says, and compares the ledgers after each step. Throws, with what happened so far, where they disagree. */
export async function run(world: MoneyWorld, { setting, acts, end }: Plan): Promise<void> {
  const sale = await Sale.begin(world, setting);
  try {
    await compareLedgers(sale);
    for (const act of acts) {
      await perform(sale, act);
      await compareLedgers(sale);
    }
    if (sale.endsAtMs !== null) await runOut(sale);
    await comeToRest(sale, end);
  } catch (error) {
    throw new Error(`${String(error)}\n${sale.reference}:\n  ${sale.journal.join('\n  ')}`, { cause: error });
  }
}

function perform(sale: Sale, act: Act): Promise<void> | void {
  switch (act.does) {
    case 'open':
      return open(sale);
    case 'refresh':
      return refresh(sale);
    case 'cancel':
      return cancel(sale);
    case 'record':
      return record(sale);
    case 'refund':
      return refund(sale, act);
    case 'refund twice at once':
      return refundTwice(sale);
    case 'capture':
      return capture(sale, act);
    case 'clear the review':
      return clearReview(sale);
    case 'try the refunds again':
      return tryRefundsAgain(sale);
    case 'resolve':
      return laterResolved(sale, act);
    case 'run out':
      return runOut(sale);
    case 'pay':
      return pay(sale, act);
    case 'pay late':
      return payLate(sale, act);
    case 'come back':
      return comeBack(sale);
    case 'at the counter':
      return atTheCounter(sale, act);
    case 'deliver':
      return deliver(sale, act);
    case 'lose':
      return lose(sale, act);
    case 'forge':
      return forge(sale);
    case 'remember an answer':
      return rememberAnswer(sale);
    case 'answer as remembered':
      return answerAsRemembered(sale);
    case 'trouble':
      return troubleAhead(sale, act);
    case 'crash':
      return world(sale).crash();
    case 'rest':
      return comeToRest(sale, act.by);
  }
}

/** By then the provider has long come to itself. */
async function laterResolved(sale: Sale, act: { isTrue: boolean }): Promise<void> {
  await endTrouble(sale);
  await resolve(sale, act);
}

function world(sale: Sale): MoneyWorld {
  sale.note('a process is killed, if it is time');
  return sale.world;
}
