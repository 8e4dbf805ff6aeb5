// The part of the week in which a job may run, between the form's fields and what Go takes.
import type { TimeWindow } from '$lib/api';
import { clock, parseClock } from './clocktime';

/** What the form holds while somebody types: texts, not yet checked. */
export type WindowFields = {
  on: boolean;
  from: string;
  until: string;
  days: number[];
  zone: string;
};

/** 0 is Sunday, as in Go; screens begin the week with Monday. */
export const weekdays = [1, 2, 3, 4, 5, 6, 0];

const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The weekday's name, whole or cut to three letters. */
export function dayName(day: number, short = false): string {
  const name = names[day] ?? '';
  return short ? name.slice(0, 3) : name;
}

/** The form's fields for a stored window, or for none. */
export function windowFields(window: TimeWindow | null | undefined): WindowFields {
  if (!window) return { on: false, from: '22:00', until: '07:00', days: [1, 2, 3, 4, 5], zone: '' };
  return {
    on: true,
    from: clock(window.from),
    until: clock(window.until),
    days: window.days?.length ? [...window.days] : [...weekdays],
    zone: window.zone ?? '',
  };
}

/** What is wrong with the fields, by field; nothing when they can be used. */
export function windowErrors(fields: WindowFields): {
  from?: string;
  until?: string;
  days?: string;
} {
  if (!fields.on) return {};
  const errors: { from?: string; until?: string; days?: string } = {};
  const from = parseClock(fields.from);
  const until = parseClock(fields.until);
  if (from === null) errors.from = 'Write a time such as 22:00.';
  if (until === null) errors.until = 'Write a time such as 07:00.';
  if (from !== null && from === until) errors.until = 'Must differ from the start.';
  if (fields.days.length === 0) errors.days = 'Choose at least one day.';
  return errors;
}

/** The window that Go takes, or null when none is wanted. Ask windowErrors first. */
export function windowOf(fields: WindowFields): TimeWindow | null {
  if (!fields.on) return null;
  const days = [...fields.days].sort((a, b) => a - b);
  return {
    from: parseClock(fields.from) ?? 0,
    until: parseClock(fields.until) ?? 0,
    days: days.length === 7 ? [] : days,
    zone: fields.zone,
  };
}

/** "22:00–07:00 on weekdays", "09:00–17:00 every day, Europe/Berlin". */
export function windowWords(window: TimeWindow | null | undefined): string {
  if (!window) return 'at any time';
  const zone = window.zone ? `, ${window.zone}` : '';
  return `${clock(window.from)}–${clock(window.until)} ${daysWords(window.days ?? [])}${zone}`;
}

function daysWords(days: number[]): string {
  if (days.length === 0 || days.length === 7) return 'every day';
  const ordered = weekdays.filter((day) => days.includes(day));
  const key = ordered.join('');
  if (key === '12345') return 'on weekdays';
  if (key === '60') return 'at weekends';
  if (ordered.length === 1) return `on ${dayName(ordered[0] ?? 0)}s`;
  return `on ${ordered.map((day) => dayName(day, true)).join(', ')}`;
}

/** Whether two windows are the same to a job. */
export function sameWindow(
  a: TimeWindow | null | undefined,
  b: TimeWindow | null | undefined,
): boolean {
  if (!a || !b) return !a === !b;
  const days = (window: TimeWindow) => {
    const list = [...(window.days ?? [])].sort((x, y) => x - y);
    return list.length === 7 ? '' : list.join();
  };
  return (
    a.from === b.from &&
    a.until === b.until &&
    days(a) === days(b) &&
    (a.zone ?? '') === (b.zone ?? '')
  );
}

/** The time zones to choose from: the system's first, then all the browser knows. */
export function zones(chosen: string): { value: string; label: string }[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = Intl.supportedValuesOf('timeZone');
  const all = chosen === '' || known.includes(chosen) ? known : [chosen, ...known];
  return [
    { value: '', label: `This machine’s (${own})` },
    ...all.map((zone) => ({ value: zone, label: zone })),
  ];
}
