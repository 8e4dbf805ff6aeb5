import type { ActivityRow, Origin } from '$lib/api';
import { deedWords, triggerLabel } from '$lib/format';

export const kinds = [
  { id: '', label: 'All' },
  { id: 'change', label: 'Changes' },
  { id: 'run', label: 'Runs' },
];

export const origins: readonly { value: Origin | ''; label: string }[] = [
  { value: '', label: 'From anywhere' },
  { value: 'window', label: 'From the window' },
  { value: 'tray', label: 'From the tray' },
  { value: 'notification', label: 'From a notification' },
  { value: 'command line', label: 'From the command line' },
  { value: 'schedule', label: 'By a schedule' },
  { value: 'engine', label: 'By Jobdeck itself' },
];

const day = 86_400_000;

export const periods = [
  { value: 'all', label: 'At any time' },
  { value: 'today', label: 'Today' },
  { value: 'week', label: 'The last 7 days' },
  { value: 'month', label: 'The last 30 days' },
];

/** Where a period begins, in ms UTC; 0 for no beginning. */
export function since(period: string, now: number): number {
  switch (period) {
    case 'today': {
      const date = new Date(now);
      return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
    }
    case 'week':
      return now - 7 * day;
    case 'month':
      return now - 30 * day;
    default:
      return 0;
  }
}

/** What happened: a change's deed; of a run what began it, as its outcome stands beside it. */
export function happened(row: ActivityRow): string {
  if (row.kind === 'change') return deedWords(row);
  return triggerLabel(row.origin === 'schedule' || row.origin === 'engine' ? 'schedule' : 'manual');
}

/** From where, in a word or two. */
export function place(origin: Origin): string {
  switch (origin) {
    case 'command line':
      return 'command line';
    case 'engine':
      return 'by itself';
    case 'schedule':
      return 'schedule';
    default:
      return origin;
  }
}

/** What it was about, and where that is; nothing for what is about all. */
export function about(
  row: ActivityRow,
  taskExists: (id: number) => boolean,
): { name: string; href?: string } | undefined {
  if (row.task > 0) {
    const name = row.task_name || `Task ${row.task}`;
    return taskExists(row.task) ? { name, href: `#/schedules/${row.task}` } : { name };
  }
  if (row.job > 0) {
    return row.job_name === ''
      ? { name: `Job ${row.job}, purged` }
      : { name: row.job_name, href: `#/jobs/${row.job}` };
  }
  return undefined;
}

/** The levels of the log: each with all that is worse. */
export const levels = [
  { id: '', label: 'All' },
  { id: 'info', label: 'Info' },
  { id: 'warning', label: 'Warnings' },
  { id: 'error', label: 'Errors' },
];

/** A line's fields, for the end of its row: "job=14 took=85 ms". */
export function fieldsText(fields: Record<string, string>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
