// "Pause until 14:00": the next time the clock shows that.
import { parseClock } from '../run/window';

/** The next moment at which the wall clock shows the time, in ms; null when it is no time. */
export function nextAt(text: string, now: Date): number | null {
  const minutes = parseClock(text);
  if (minutes === null) return null;
  const at = new Date(now);
  at.setHours(Math.floor(minutes / 60), minutes % 60, 0, 0);
  if (at.getTime() <= now.getTime()) at.setDate(at.getDate() + 1);
  // A clock that jumps over the time (daylight saving) shows the next one it has.
  return at.getTime();
}

/** Whether a moment is on a later day than now. */
export function isTomorrow(at: number, now: Date): boolean {
  return new Date(at).toDateString() !== now.toDateString();
}

/** A time to begin with: the next full hour that is at least half an hour away. */
export function suggested(now: Date): string {
  const at = new Date(now.getTime() + 30 * 60_000);
  if (at.getMinutes() > 0 || at.getSeconds() > 0) at.setHours(at.getHours() + 1, 0, 0, 0);
  return `${String(at.getHours()).padStart(2, '0')}:00`;
}
