import { isEmail } from 'class-validator';

/** One address and nothing else: no name, no list, no line break, whatever way it got into the database. */
export function isBareAddress(text: string): boolean {
  return text.length <= 254 && isEmail(text);
}

export const NOT_AN_ADDRESS = { kind: 'refused', reason: 'It is not one bare e-mail address.' } as const;
