import { patiently } from '../support/patiently.js';
import type { Letter } from './post.office.js';
import { readThere } from './sale.books.js';
import type { Sale } from './sale.js';

/** One of the webhooks on their way, not always the oldest, once or more often. */
export async function deliver(sale: Sale, { letter, copies }: { letter: number; copies: number }): Promise<void> {
  const found = await pick(sale, letter);
  if (!found) return;
  for (let copy = 0; copy < copies; copy += 1) await bring(sale, found);
  sale.saw(
    copies > 1 ? 'a webhook came twice' : 'a webhook came',
    ...(letter > 0 ? ['a webhook overtook another'] : []),
  );
}

/** Only news of the newest page: of an older one nothing but its webhooks would ever tell. */
export async function lose(sale: Sale, { letter }: { letter: number }): Promise<void> {
  await allPosted(sale);
  const pageId = sale.page(0)?.id ?? '';
  const { post } = sale.world;
  const found = post.take(pageId, letter % Math.max(1, post.about(pageId).length));
  if (!found) return;
  sale.lost.push({ pageId, letter: found });
  sale.note('a webhook is lost');
  sale.saw('a webhook was lost');
}

/** What was lost about a page that is not the newest any more comes after all. */
export async function bringLost(sale: Sale, newestId: string | null): Promise<void> {
  const late = sale.lost.filter(({ pageId }) => pageId !== newestId);
  for (const { letter } of late) await bring(sale, letter);
}

/** Somebody else who knows the address, and not the secret. */
export async function forge(sale: Sale): Promise<void> {
  const { webhookUrl, provider } = sale.world.tills[sale.setting.till].connection;
  const id = sale.pages.at(-1)?.id ?? 'pi_sandbox_none';
  const body = Buffer.from(
    JSON.stringify({
      id: 'evt_forged',
      event: 'payment_intent.status_updated',
      event_id: 'forged',
      data: { paymentIntentId: id, paymentStatus: 'Captured' },
      payload: { order_id: id, order: { status: 'paid' } },
    }),
  );
  const headers = {
    'content-type': 'application/json',
    [provider === 'dojo' ? 'dojo-signature' : 'x-jodo-signature']: 'sha256=00',
  };
  const path = new URL(webhookUrl).pathname;
  const answer = await sale.world.erp.pass({ method: 'POST', path, headers, body });
  if (!answer) return;
  expect(answer.status).toBe(401);
  sale.saw('a webhook was forged');
}

/** The provider has sent whatever it had to tell. */
export function allPosted(sale: Sale): Promise<true> {
  return patiently(async () => {
    const there = await readThere(sale);
    return there.every(({ webhooksPending }) => webhooksPending === 0) || undefined;
  });
}

/** Everything that is still on its way about the page, newest first. */
export async function deliverAll(sale: Sale, pageId: string): Promise<void> {
  const { post } = sale.world;
  for (let count = post.about(pageId).length; count > 0; count -= 1) {
    await bring(sale, post.take(pageId, count - 1)!);
  }
}

async function pick(sale: Sale, index: number): Promise<Letter | undefined> {
  await allPosted(sale);
  const {
    world: { post },
    pages,
  } = sale;
  const all = pages.flatMap(({ id }) => post.about(id).map((_, position) => ({ id, position })));
  const chosen = all[index % Math.max(1, all.length)];
  return chosen && post.take(chosen.id, chosen.position);
}

/** As often as it takes, as providers do. */
async function bring(sale: Sale, { path, headers, body }: Letter): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await sale.world.erp.pass({ method: 'POST', path, headers, body });
    if (!answer) continue;
    expect(answer.status).toBe(204);
    return;
  }
  throw new Error('Nobody takes the webhook');
}
