import { nextAt } from '$views/parts/clocktime';

/** How long a hold can be asked for. */
export const spans = [
  { value: 'lifted', label: 'Until I lift it' },
  { value: '30', label: 'For 30 minutes' },
  { value: '60', label: 'For 1 hour' },
  { value: '240', label: 'For 4 hours' },
  { value: 'morning', label: 'Until tomorrow, 08:00' },
  { value: 'time', label: 'Until a time…' },
] as const;

export type Span = (typeof spans)[number]['value'];

/**
 * When a span ends, in ms UTC; 0: when somebody lifts it; undefined: the time is none. time is
 * "14:05", the next one the wall clock shows.
 */
export function endOf(span: Span, time: string, now: Date): number | undefined {
  switch (span) {
    case 'lifted':
      return 0;
    case 'morning':
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8).getTime();
    case 'time':
      return nextAt(time, now) ?? undefined;
    default:
      return now.getTime() + Number(span) * 60_000;
  }
}
