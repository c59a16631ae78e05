/** Issuers' first digits (`from`–`to`, both of one length) and the lengths of their numbers. */
interface Range {
  readonly from: string;
  readonly to?: string;
  readonly lengths: readonly number[];
}

const FROM_12_TO_19 = [12, 13, 14, 15, 16, 17, 18, 19];
const FROM_14_TO_19 = FROM_12_TO_19.slice(2);
const FROM_16_TO_19 = FROM_12_TO_19.slice(4);

/**
 * The schemes of the cards that people pay with. Sources: https://en.wikipedia.org/wiki/Payment_card_number and the table
 * of the library `credit-card-type`; where they differ, what either takes for a card. Visa's 13 digits are long gone from
 * wallets, but not from test data.
 */
const RANGES: Readonly<Record<string, readonly Range[]>> = {
  visa: [{ from: '4', lengths: [13, 16, 18, 19] }],
  mastercard: [
    { from: '51', to: '55', lengths: [16] },
    { from: '2221', to: '2720', lengths: [16] },
  ],
  amex: [
    { from: '34', lengths: [15] },
    { from: '37', lengths: [15] },
  ],
  diners: [
    { from: '300', to: '305', lengths: FROM_14_TO_19 },
    { from: '3095', lengths: FROM_14_TO_19 },
    { from: '36', lengths: FROM_14_TO_19 },
    { from: '38', to: '39', lengths: FROM_14_TO_19 },
  ],
  discover: [
    { from: '6011', lengths: FROM_16_TO_19 },
    { from: '644', to: '649', lengths: FROM_16_TO_19 },
    { from: '65', lengths: FROM_16_TO_19 },
  ],
  jcb: [
    { from: '1800', lengths: [15] },
    { from: '2131', lengths: [15] },
    { from: '3528', to: '3589', lengths: FROM_16_TO_19 },
  ],
  unionPay: [
    { from: '62', lengths: FROM_16_TO_19 },
    { from: '81', lengths: FROM_16_TO_19 },
  ],
  maestro: [
    ...['5018', '5020', '5038', '5893', '6304', '6759'].map((from) => ({ from, lengths: FROM_12_TO_19 })),
    { from: '6761', to: '6763', lengths: FROM_12_TO_19 },
    // The wider ranges, as long as cards are made today.
    { from: '50', lengths: FROM_16_TO_19 },
    { from: '56', to: '59', lengths: FROM_16_TO_19 },
    { from: '63', lengths: FROM_16_TO_19 },
    { from: '67', lengths: FROM_16_TO_19 },
  ],
  ruPay: [
    { from: '60', lengths: [16] },
    { from: '82', lengths: [16] },
    { from: '508', lengths: [16] },
  ],
  mir: [{ from: '2200', to: '2204', lengths: FROM_16_TO_19 }],
};

/** Digits in groups, held together by a space or a dash of any kind. */
const DIGIT_GROUPS = /\d+(?:[\s\p{Pd}]\d+)*/gu;
/** What holds such digits by chance and is no card: UUIDs, digests, and phone numbers with their country (13 digits at most). */
const IDENTIFIERS =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=\d{0,31}[a-f])[0-9a-f]{32,}|\+[1-9](?:[\s\p{Pd}]?\d){6,12}(?![\s\p{Pd}]?\d)/giu;
/** How cards print their numbers, so that one is found with more digits (a date, a code) beside it. */
const PRINTED = [
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
  [4, 4, 4, 4, 3],
];

/**
 * Whether the text holds a card's number: digits that begin and are as long as one of a known scheme and pass its check
 * (Luhn), grouped by spaces and dashes in any way. An innocent number is taken for one by chance: of all numbers of 16
 * digits 3.7 %, of 13 to 15 digits 0.4 to 1.0 %, of 17 to 19 digits 1.5 to 2.5 %, of 12 hardly any, of others none.
 */
export function holdsCardNumber(text: string): boolean {
  return runsOf(text).some((groups) => isCardNumber(groups.join('')) || holdsPrinted(groups));
}

/** The same for what is made of numbers: unbroken or in the groups of a card, not across the parts of `2026-11-20-004711`. */
export function holdsPrintedCardNumber(text: string): boolean {
  return runsOf(text).some(holdsPrinted);
}

function runsOf(text: string): string[][] {
  // Full-width digits are digits, too.
  const runs = text.normalize('NFKC').replace(IDENTIFIERS, 'x').matchAll(DIGIT_GROUPS);
  return Array.from(runs, ([run]) => run.split(/\D/u));
}

function holdsPrinted(groups: readonly string[]): boolean {
  return groups.some(
    (group, start) =>
      isCardNumber(group) ||
      PRINTED.some((lengths) => {
        const printed = groups.slice(start, start + lengths.length);
        const fits = lengths.every((length, index) => printed[index]?.length === length);
        return fits && isCardNumber(printed.join(''));
      }),
  );
}

function isCardNumber(digits: string): boolean {
  const isIssued = Object.values(RANGES).some((ranges) => ranges.some((range) => isWithin(range, digits)));
  return isIssued && passesLuhn(digits);
}

function isWithin({ from, to = from, lengths }: Range, digits: string): boolean {
  const prefix = digits.slice(0, from.length);
  return lengths.includes(digits.length) && prefix >= from && prefix <= to;
}

function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits, Number)
    .toReversed()
    .map((digit, index) => (index % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)))
    .reduce((total, digit) => total + digit, 0);
  return sum % 10 === 0;
}
