/** The cards that Dojo's sandbox answers to; any name and address go with them. */
export interface SandboxCard {
  readonly number: string;
  readonly expiry: string;
  readonly cvv: string;
  readonly scheme: 'MASTERCARD' | 'VISA';
  readonly behaviour: 'pays' | 'challenges' | 'declines';
  readonly says: string;
}

export const SANDBOX_CARDS: readonly SandboxCard[] = [
  {
    number: '5200000000001005',
    expiry: '12/29',
    cvv: '020',
    scheme: 'MASTERCARD',
    behaviour: 'pays',
    says: 'pays without 3-D Secure',
  },
  {
    number: '5200000000001096',
    expiry: '12/29',
    cvv: '020',
    scheme: 'MASTERCARD',
    behaviour: 'challenges',
    says: 'asks for 3-D Secure, then pays',
  },
  {
    number: '4456530000001013',
    expiry: '12/29',
    cvv: '341',
    scheme: 'VISA',
    behaviour: 'declines',
    says: 'is declined',
  },
];

export interface CardEntry {
  readonly number: string;
  readonly expiry: string;
  readonly cvv: string;
  readonly name: string;
}

/** The card typed in, however spaced, if number, expiry and CVV all belong together. */
export function findSandboxCard(entry: CardEntry): SandboxCard | undefined {
  const number = entry.number.replace(/[\s-]/g, '');
  const expiry = entry.expiry.replace(/\s/g, '').replace(/^(\d\d)\/?(?:20)?(\d\d)$/, '$1/$2');
  return SANDBOX_CARDS.find(
    (card) => card.number === number && card.expiry === expiry && card.cvv === entry.cvv.trim(),
  );
}

export function lastFour(card: SandboxCard): string {
  return card.number.slice(-4);
}

/** The card behind four digits: all that is ever kept of a card. */
export function cardByLastFour(last4: string): SandboxCard {
  const card = SANDBOX_CARDS.find((candidate) => lastFour(candidate) === last4);
  if (!card) throw new RangeError(`No sandbox card ends in ${last4}`);
  return card;
}

/** `5200 0000 0000 1005` */
export function spacedNumber(card: SandboxCard): string {
  return card.number.replace(/(\d{4})(?=\d)/g, '$1 ');
}
