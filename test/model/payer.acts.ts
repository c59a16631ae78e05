import type { CardPlay } from './act.types.js';
import type { GivenPage, Sale } from './sale.js';

const BANK_MS = 120;
const CARDS: Readonly<Record<CardPlay, object>> = {
  pays: { card: '5200000000001005' },
  'pays slowly': { card: '5200000000001005' },
  'pays after a challenge': { card: '5200000000001096', challenge: 'accept' },
  'fails the challenge': { card: '5200000000001096', challenge: 'reject' },
  'is declined': { card: '4456530000001013' },
};

interface Outcome {
  readonly outcome: string;
  readonly redirectUrl: string | null;
}

export async function pay(sale: Sale, { card, page }: { card: CardPlay; page: number }): Promise<void> {
  const given = sale.page(page);
  if (!given) return;
  const isSlow = card === 'pays slowly';
  if (isSlow) {
    await sale.world.control('POST', 'scenario', { name: 'slow_bank', reference: sale.reference, delayMs: BANK_MS });
  }
  await payOn(sale, given, card);
  if (!isSlow) return;
  await sale.world.control('POST', 'scenario', { name: 'slow_bank', reference: sale.reference, times: 0 });
}

/** Money comes although its page is closed: a payer's bank was slower than everybody else. */
export async function payLate(sale: Sale, { page }: { page: number }): Promise<void> {
  const given = sale.page(page);
  if (!given) return;
  await sale.world.control('POST', 'scenario', { name: 'paid_after_expiry', intentId: given.id });
  await payOn(sale, given, 'pays');
  await sale.world.control('POST', 'scenario', { name: 'paid_after_expiry', intentId: given.id, times: 0 });
}

/** The payer's browser is led back to us. */
export async function comeBack(sale: Sale): Promise<void> {
  if (sale.returnPath === null) return;
  await sale.world.erp.pass({ method: 'GET', path: sale.returnPath });
  sale.saw('the payer came back');
}

async function payOn(sale: Sale, page: GivenPage, card: CardPlay): Promise<void> {
  const how =
    sale.provider === 'dojo' ? CARDS[card] : { approve: !['is declined', 'fails the challenge'].includes(card) };
  const before = sale.pageThere(page.id);
  const isLate = before !== undefined && !before.isPayable && !before.isHeld && before.taken === 0;
  const { outcome, redirectUrl } = await sale.world.control<Outcome>('POST', 'pay', { intentId: page.id, ...how });
  sale.note(`pay with a card that ${card}: ${outcome}`);
  sale.saw(`a payer: ${outcome}`, ...(isLate && outcome === 'paid' ? ['a page that was closed was paid'] : []));
  const isWanted = before?.isPayable === true && sale.page(0)?.id === page.id && sale.setting.capture === 'automatic';
  if (outcome === 'paid' && isWanted && !sale.hasEnded) sale.isPaidInTime = true;
  if (outcome === 'declined' && sale.provider === 'dojo') page.declines += 1;
  if (outcome === 'confirming') sale.bankUntilMs = Date.now() + BANK_MS + 100;
  if (redirectUrl !== null) sale.returnPath = new URL(redirectUrl).pathname;
}
