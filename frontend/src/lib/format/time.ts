// Points in time as screens write them, on the system's clock. All take milliseconds UTC.

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const timeWithSeconds = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const withYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

/** The time of day: "14:05". */
export function clock(at: number): string {
  return time.format(at);
}

/** The time of day to the second: "14:05:09". */
export function clockSeconds(at: number): string {
  return timeWithSeconds.format(at);
}

/** Date and time in full: "3 Mar 2026, 14:05:09". */
export function fullTime(at: number): string {
  return `${withYear.format(at)}, ${clockSeconds(at)}`;
}

/** As short as it stays clear: "14:05", "yesterday 14:05", "tomorrow 14:05", "3 Mar 14:05", "3 Mar 2025". */
export function when(at: number, now: number): string {
  switch (daysBetween(now, at)) {
    case 0:
      return clock(at);
    case -1:
      return `yesterday ${clock(at)}`;
    case 1:
      return `tomorrow ${clock(at)}`;
  }
  if (new Date(at).getFullYear() !== new Date(now).getFullYear()) return withYear.format(at);
  return `${dayAndMonth.format(at)} ${clock(at)}`;
}

/** How long ago, coarse: "just now", "5 min ago", "3 h ago", "yesterday 14:05", "3 Mar 14:05". */
export function ago(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (daysBetween(now, at) === 0) return `${Math.floor(minutes / 60)} h ago`;
  return when(at, now);
}

/** Calendar days from one time to another, by the wall clock: daylight saving does not count. */
function daysBetween(from: number, to: number): number {
  const midnight = (at: number) => {
    const date = new Date(at);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}
