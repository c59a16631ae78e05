/** Jodo prints instants without fractions: `2022-03-01T10:05:45Z`. */
export function toJodoTime(instant: string): string {
  return instant.replace(/\.\d+Z$/, 'Z');
}
