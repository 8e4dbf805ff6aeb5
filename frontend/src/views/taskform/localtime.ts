// Times as the browser's fields of date and time write them, on the system's clock.

/** An hour of a day that is so many days from one, in ms UTC: midnight today unless told otherwise. */
export function dayStart(now: number, days = 0, hour = 0): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime();
}

/** A time as a field of date and time writes it, on the system's clock: "2026-11-23T02:00". */
export function localText(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const seconds = date.getSeconds() === 0 ? '' : `:${two(date.getSeconds())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}${seconds}`;
}

/** The time that such a text means; 0 when it means none. */
export function localTime(text: string): number {
  const at = new Date(text).getTime();
  return Number.isNaN(at) ? 0 : at;
}
