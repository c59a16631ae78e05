/** Dojo prints instants with seven fractional digits: `2024-04-07T23:25:44.8020000Z`. */
export function toDojoTime(instant: string): string {
  return instant.replace(/Z$/, '0000Z');
}

const TIMESPAN = /^(?:(\d{1,2})\.)?(\d{2}):([0-5]\d):([0-5]\d)$/;

/** Milliseconds of a .NET timespan `dd.hh:mm:ss`, or `undefined` for any other text. */
export function parseTimespanMs(text: string): number | undefined {
  const match = TIMESPAN.exec(text);
  if (!match || Number(match[2]) > 23) return undefined;
  const [days, hours, minutes, seconds] = [match[1] ?? '0', match[2], match[3], match[4]].map(Number);
  return (((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 1000;
}

/** Whether a text is a calendar day `yyyy-mm-dd` that exists. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
