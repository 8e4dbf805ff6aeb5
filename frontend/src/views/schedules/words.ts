// When a task fires, in words.
import type { TaskView } from '$lib/api';
import { fullTime } from '$lib/format';

/** When a task fires, in one line, without its zone. A line that can't be used stands as it is. */
export function scheduleWords({ schedule, words }: Pick<TaskView, 'schedule' | 'words'>): string {
  if (schedule.kind === 'once' && schedule.at) return `Once, ${fullTime(schedule.at)}`;
  return words || (schedule.cron ?? '');
}
