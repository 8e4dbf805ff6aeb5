// Times of day as people write them, and when the wall clock shows them next.

/** "7:05", "7.05", "0705" and "07:05" are 425 minutes after midnight; what is no time is null. */
export function parseClock(text: string): number | null {
  const match = /^(\d{1,2})[:.]?(\d{2})$/.exec(text.trim());
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** 425 is "07:05". */
export function clock(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The next moment at which the wall clock shows the time, in ms; null when it is no time. */
export function nextAt(text: string, now: Date): number | null {
  const minutes = parseClock(text);
  if (minutes === null) return null;
  // On a day whose clock jumps over the time (daylight saving) it is the next one the clock has.
  const on = (day: number): number =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + day, 0, minutes).getTime();
  return on(0) > now.getTime() ? on(0) : on(1);
}

/** Whether a moment is on a later day than now. */
export function isTomorrow(at: number, now: Date): boolean {
  return new Date(at).toDateString() !== now.toDateString();
}

/** A time to begin with: the next full hour that is at least half an hour away. */
export function suggested(now: Date): string {
  const at = new Date(now.getTime() + 30 * 60_000);
  if (at.getMinutes() > 0 || at.getSeconds() > 0) at.setHours(at.getHours() + 1, 0, 0, 0);
  return clock(at.getHours() * 60);
}
