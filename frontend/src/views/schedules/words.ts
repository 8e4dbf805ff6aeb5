// When a task fires, in words.
import type { MissedPolicy, Overlap, TaskView } from '$lib/api';
import { fullTime } from '$lib/format';

/** When a task fires, in one line, without its zone. A line that can't be used stands as it is. */
export function scheduleWords({ schedule, words }: Pick<TaskView, 'schedule' | 'words'>): string {
  if (schedule.kind === 'once' && schedule.at) return `Once, ${fullTime(schedule.at)}`;
  return words || (schedule.cron ?? '');
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
