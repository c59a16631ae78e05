/** `2026-11-20`, by somebody's calendar. */
export type Day = string;

/** The day that it is at an instant, in an IANA time zone. */
export function dayAt(at: Date, timeZone: string): Day {
  const { year, month, day } = wallClock(at, timeZone);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

export function addDays(day: Day, count: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/**
 * When a clock in the time zone shows that hour of that day; 24 is the day's end. An hour that occurs twice is its first
 * time; where clocks jump over it, the first instant after the jump.
 */
export function instantOf({ day, hour }: { day: Day; hour: number }, timeZone: string): Date {
  if (hour === 24) return instantOf({ day: addDays(day, 1), hour: 0 }, timeZone);
  const wanted = `${day}T${two(hour)}:00:00`;
  const asUtcMs = Date.parse(`${wanted}Z`);
  // Zones are within a day of UTC, and no two changes of a zone's offset are that close.
  const [before, after] = [asUtcMs - DAY_MS, asUtcMs + DAY_MS].map((ms) => offsetMs(new Date(ms), timeZone));
  const candidates = [asUtcMs - before!, asUtcMs - after!].toSorted((a, b) => a - b);
  const exact = candidates.find((ms) => shownAt(new Date(ms), timeZone) === wanted);
  return new Date(exact ?? firstAfterJump({ fromMs: candidates[0]!, toMs: candidates[1]! }, timeZone));
}

const DAY_MS = 24 * 3600_000;

/** By halves: before the jump the offset is the one at the beginning, after it it is not. */
function firstAfterJump({ fromMs, toMs }: { fromMs: number; toMs: number }, timeZone: string): number {
  let [early, late] = [fromMs - DAY_MS, toMs + DAY_MS];
  const offsetBefore = offsetMs(new Date(early), timeZone);
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (offsetMs(new Date(middle), timeZone) === offsetBefore) early = middle;
    else late = middle;
  }
  return late;
}

/** What a clock there is ahead of UTC. */
function offsetMs(at: Date, timeZone: string): number {
  const { year, month, day, hour, minute, second } = wallClock(at, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at.getTime() / 1000) * 1000;
}

function shownAt(at: Date, timeZone: string): string {
  const { hour, minute, second } = wallClock(at, timeZone);
  return `${dayAt(at, timeZone)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

function wallClock(at: Date, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const numberOf = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)!.value);
  return {
    year: numberOf('year'),
    month: numberOf('month'),
    day: numberOf('day'),
    hour: numberOf('hour'),
    minute: numberOf('minute'),
    second: numberOf('second'),
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
