const SHORTEST = 13;
const LONGEST = 19;
/** Digits in groups, held together by a space or a dash of any kind. */
const DIGIT_GROUPS = /\d+(?:[\s\p{Pd}]\d+)*/gu;
/** UUIDs and digests: one of many holds such digits by chance, and none is a card. */
const IDENTIFIERS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=\d*[a-f])[0-9a-f]{32,}/gi;
/** How cards print their numbers, so that one is found with more digits (a date, a code) beside it. */
const PRINTED = [
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
  [4, 4, 4, 4, 3],
];

/** Whether the text holds 13 to 19 digits, spaces and dashes allowed, that pass the check of card numbers (Luhn). */
export function holdsCardNumber(text: string): boolean {
  // Full-width digits are digits, too.
  for (const [run] of text.normalize('NFKC').replace(IDENTIFIERS, 'x').matchAll(DIGIT_GROUPS)) {
    const groups = run.split(/\D/u);
    if (isCardNumber(groups.join('')) || groups.some(isCardNumber) || holdsPrinted(groups)) return true;
  }
  return false;
}

function holdsPrinted(groups: readonly string[]): boolean {
  return groups.some((_, start) =>
    PRINTED.some((lengths) => {
      const printed = groups.slice(start, start + lengths.length);
      const fits = lengths.every((length, index) => printed[index]?.length === length);
      return fits && isCardNumber(printed.join(''));
    }),
  );
}

function isCardNumber(digits: string): boolean {
  if (digits.length < SHORTEST || digits.length > LONGEST) return false;
  const sum = Array.from(digits, Number)
    .toReversed()
    .map((digit, index) => (index % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)))
    .reduce((total, digit) => total + digit, 0);
  return sum % 10 === 0;
}
