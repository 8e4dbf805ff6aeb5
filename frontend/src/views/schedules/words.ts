// When a task fires, in words.
import cronstrue from 'cronstrue';
import type { MissedPolicy, Overlap, Schedule } from '$lib/api';
import { counted, duration, fullTime } from '$lib/format';

/** A cron line read back: "At 02:00, Monday through Friday"; empty when it can't be read. */
export function cronWords(line: string): string {
  const text = line.trim();
  if (text === '') return '';
  const every = /^@every\s+(\S+)$/i.exec(text);
  if (every) return `Every ${every[1]}`;
  try {
    const words = cronstrue.toString(text, { use24HourTimeFormat: true, verbose: false });
    return words.replace(/^At (\d\d:\d\d(:\d\d)?)$/, 'Every day at $1');
  } catch {
    return '';
  }
}

const units: readonly [name: string, ms: number][] = [
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** "Every 15 minutes", "Every hour", "Every 1 h 30 min". */
export function everyWords(ms: number): string {
  const unit = units.find(([, size]) => ms >= size && ms % size === 0);
  if (!unit) return `Every ${duration(ms)}`;
  const n = ms / unit[1];
  return n === 1 ? `Every ${unit[0]}` : `Every ${counted(n, unit[0])}`;
}

/** A schedule in one line, without its zone. */
export function scheduleWords(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'cron':
      return cronWords(schedule.cron ?? '') || (schedule.cron ?? '');
    case 'every':
      return everyWords(schedule.every_ms ?? 0);
    case 'once':
      return schedule.at ? `Once, ${fullTime(schedule.at)}` : 'Once';
  }
}

export const missedPolicies: readonly { id: MissedPolicy; label: string; help: string }[] = [
  { id: 'run_once', label: 'Run once', help: 'One run makes up for all firings that were missed.' },
  { id: 'run_all', label: 'Run each', help: 'Each missed firing gets its run, up to a limit.' },
  {
    id: 'skip',
    label: 'Skip',
    help: 'Missed firings are only listed; the next one runs as usual.',
  },
];

export const overlaps: readonly { id: Overlap; label: string; help: string }[] = [
  { id: 'skip', label: 'Skip', help: 'A firing that comes while it still runs is left out.' },
  {
    id: 'queue',
    label: 'Queue',
    help: 'A firing that comes while it still runs waits for its end.',
  },
];
