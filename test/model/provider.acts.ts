import type { CounterAct, Setting, Trouble } from './act.types.js';
import type { PageThere } from './sale.books.js';
import { readThere } from './sale.books.js';
import type { Sale } from './sale.js';

/** Where a provider tells of one of its pages. */
const PATHS: Readonly<Record<Setting['till'], (id: string) => string>> = {
  dojo: (id) => `/payment-intents/${id}?returnCanceled=true`,
  'jodo order': (id) => `/api/v1/integrations/pay/orders/${id}`,
  'jodo link': (id) => `/api/v1/integrations/pay/payment_links/${id}`,
};

/** Somebody at the provider's own counter, without us. What the provider refuses there has not happened. */
export async function atTheCounter(sale: Sale, { what, page }: { what: CounterAct; page: number }): Promise<void> {
  const given = sale.page(page);
  const there = given && sale.pageThere(given.id);
  if (!there) return;
  if (sale.provider === 'jodo') {
    if (what === 'close' && sale.setting.till === 'jodo link') await closeLink(sale, there);
    return;
  }
  const { before, now } = await atDojo(sale, there, what);
  const hasHappened = now.status !== before.status || now.taken !== before.taken || now.returned !== before.returned;
  sale.note(`${what} at the counter: ${hasHappened ? 'done' : 'refused'}`);
  if (!hasHappened) return;
  sale.saw(`at the counter: ${what}`);
  if (now.taken > before.taken) sale.hasCapturedAtCounter = true;
  sale.returnedAtCounter += now.returned - before.returned;
}

/** An answer as the provider gives it now, to come again later from somewhere that is out of date. */
export async function rememberAnswer(sale: Sale): Promise<void> {
  const given = sale.page(0);
  if (!given) return;
  const { till } = sale.setting;
  const answer = await sale.world.portal(till, { method: 'GET', path: PATHS[till](given.id) });
  if (answer?.status === 200) sale.memory = { pageId: given.id, body: answer.json<unknown>() };
}

export async function answerAsRemembered(sale: Sale): Promise<void> {
  if (!sale.memory) return;
  const { pageId, body } = sale.memory;
  await order(sale, { name: 'provider_answer', operation: 'fetch', intentId: pageId, status: 200, body });
  sale.saw('an answer came out of date');
}

export async function troubleAhead(sale: Sale, { trouble }: { trouble: Trouble }): Promise<void> {
  const isJodosToo = ['create', 'fetch', 'cancel', undefined].includes(trouble.operation);
  if (sale.provider === 'jodo' && (!isJodosToo || trouble.name.endsWith('_mismatch'))) return;
  await order(sale, { ...trouble });
  sale.saw(`trouble: ${trouble.name} ${trouble.operation ?? ''}`.trim());
}

async function order(sale: Sale, scenario: { name: string; operation?: string } & Record<string, unknown>) {
  sale.hasTrouble = true;
  await sale.world.control('POST', 'scenario', { ...scenario, provider: sale.provider, reference: sale.reference });
  sale.note(`ahead: ${scenario.name} ${scenario.operation ?? ''}`);
}

async function closeLink(sale: Sale, { id }: PageThere): Promise<void> {
  const answer = await sale.world.portal('jodo link', { method: 'DELETE', path: PATHS['jodo link'](id) });
  sale.note(`close at the counter: ${answer?.status ?? 'no answer'}`);
  if (answer?.status !== 200) return;
  sale.saw('at the counter: close');
  sale.hasUntoldClose = true;
}

async function atDojo(sale: Sale, { id }: PageThere, what: CounterAct): Promise<{ before: PageThere; now: PageThere }> {
  const look = async () => (await readThere(sale)).find((page) => page.id === id)!;
  const before = await look();
  const path = `/payment-intents/${before.id}`;
  const some = Math.max(1, Math.floor((before.taken - before.returned) / 3));
  const half = Math.max(1, Math.floor(before.amount / 2));
  const calls = {
    close: { method: 'DELETE', path },
    refund: { method: 'POST', path: `${path}/refunds`, body: { amount: some } },
    capture: { method: 'POST', path: `${path}/captures`, body: { amount: before.amount } },
    'capture a part': { method: 'POST', path: `${path}/captures`, body: { amount: half } },
    release: { method: 'POST', path: `${path}/reversal` },
  } as const;
  await sale.world.portal('dojo', calls[what]);
  return { before, now: await look() };
}
