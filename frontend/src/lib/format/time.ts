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

/** How soon, coarse: "any moment", "in 40 s", "in 5 min", "in 3 h", "in 2 days", then "3 Mar 14:05". */
export function ahead(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  if (seconds < 1) return 'any moment';
  if (seconds < 60) return `in ${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `in ${minutes} min`;
  const hours = Math.round(seconds / 3600);
  if (hours < 24) return `in ${hours} h`;
  const days = daysBetween(now, at);
  if (days === 0) return `in ${hours} h`; // the longest day has 25
  if (days === 1) return 'tomorrow';
  return days < 14 ? `in ${days} days` : dayAndMonthOf(at, now);
}

function dayAndMonthOf(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayAndMonth : withYear).format(at);
}

/** A weekday and a time, for what is near: "Mon 02:00". */
export function weekdayTime(at: number, zone = ''): string {
  return inZone(zone, { weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A firing in its schedule's zone: "Mon 23 Nov 2026, 02:00", with seconds where they matter. */
export function firingTime(at: number, zone = ''): string {
  const day = inZone(zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(at);
  const clockTime = inZone(zone, {
    hour: '2-digit',
    minute: '2-digit',
    ...(at % 60_000 === 0 ? {} : { second: '2-digit' as const }),
  }).format(at);
  return `${day.replace(',', '')}, ${clockTime}`;
}

/** A format in a zone that this browser may not know: then it is the system's. */
function inZone(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone || undefined });
  } catch {
    return new Intl.DateTimeFormat('en-GB', options);
  }
}

/** The zone of this system: "Europe/Berlin". */
export function systemZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
