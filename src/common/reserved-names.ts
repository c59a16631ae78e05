/**
 * Whether an object has something of that name by itself. As keys of a caller's they are refused: the transformer of bodies
 * and queries drops them without a word, and what they would do elsewhere is not worth finding out.
 */
export function isReservedName(name: string): boolean {
  return name === 'prototype' || name in Object.prototype;
}
