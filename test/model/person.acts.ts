import { randomUUID } from 'node:crypto';
import type { RefundListDto } from '../../src/payments/dto/refund.dto.js';
import type { Answer } from '../support/api.client.js';
import { patiently } from '../support/patiently.js';
import { isBusy, isProviderTrouble } from './erp.acts.js';
import { IS_FREE, OF_SALE, readHere, readThere } from './sale.books.js';
import { totalOf } from './sale.checks.js';
import type { Sale } from './sale.js';

const YOUNG = `${OF_SALE} AND status = 'unknown' AND sent_at > now() - interval '1 day'`;

/** Days later somebody looks at the provider's portal, and says what became of everything unknown; wrongly, where not `isTrue`. */
export async function resolve(sale: Sale, { isTrue }: { isTrue: boolean }): Promise<void> {
  await resolveCapture(sale, isTrue);
  // Of two paid pages the sums alone do not tell which of them a refund is of.
  if (sale.ledgers.there.filter(({ taken }) => taken > 0).length === 1) await resolveRefunds(sale, isTrue);
}

async function resolveCapture(sale: Sale, isTrue: boolean): Promise<void> {
  const live = (await readHere(sale)).checkouts.find(({ status }) => status === 'authorized');
  if (!live || live.captureAmount === null) return;
  await sale.world.rows(
    `UPDATE checkouts SET capture_asked_at = capture_asked_at - interval '1 hour' WHERE ${OF_SALE}`,
    [sale.reference],
  );
  const wasTaken = (await readThere(sale)).some(({ id, taken }) => id === live.providerId && taken > 0);
  const path = `/v1/payments/${sale.paymentId}/capture/resolve`;
  const answer = await say(sale, path, wasTaken === isTrue);
  if (!sale.hasCapturedAtCounter) judge(sale, answer, isTrue);
}

async function resolveRefunds(sale: Sale, isTrue: boolean): Promise<void> {
  await growOld(sale);
  const path = `/v1/payments/${sale.paymentId}/refunds?limit=100`;
  const listed = await sale.world.erp.send({ method: 'GET', path });
  const unknown = listed.json<RefundListDto>().data.filter(({ status }) => status === 'unknown');
  // The oldest first: what went back is put down to them in this order.
  for (const { id, amount } of unknown.toReversed()) {
    const { refunded } = await readHere(sale);
    const hasGone = totalOf(await readThere(sale), 'returned') - refunded >= amount.value;
    judge(sale, await say(sale, `/v1/refunds/${id}/resolve`, hasGone === isTrue), isTrue);
  }
}

/** So old that nobody but a person is at them any more. */
async function growOld(sale: Sale): Promise<void> {
  await patiently(async () => {
    await sale.world.rows(
      `UPDATE refunds SET sent_at = sent_at - interval '2 days'
       WHERE ${YOUNG} AND ${IS_FREE}`,
      [sale.reference],
    );
    const [young] = await sale.world.rows(`SELECT FROM refunds WHERE ${YOUNG}`, [sale.reference]);
    return young ? undefined : true;
  });
  sale.hasGrownOld = true;
}

function say(sale: Sale, path: string, hasHappened: boolean): Promise<Answer> {
  const body = { outcome: hasHappened ? 'succeeded' : 'failed', note: 'So says the portal.' };
  return sale.ask(`say that it ${body.outcome}`, { method: 'POST', path, body, idempotencyKey: randomUUID() });
}

function judge(sale: Sale, answer: Answer, isTrue: boolean): void {
  if (isProviderTrouble(answer) || isBusy(answer)) return;
  expect({ isTrue, status: answer.status }).toEqual({ isTrue, status: isTrue ? 200 : 409 });
  sale.saw(isTrue ? 'a person was believed' : 'a person was contradicted');
}
