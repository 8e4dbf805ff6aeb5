import type { TaskView, TaskWork } from '$lib/api';

/** A task's own settings as names and values that people read; what is left empty is left out. */
export function factsOf(
  task: Pick<TaskView, 'settings'>,
  work: TaskWork | undefined,
): { name: string; value: string }[] {
  return Object.entries(task.settings).flatMap(([key, raw]) => {
    const setting = work?.settings.find((one) => one.key === key);
    const value = raw.trim();
    if (value === '') return [];
    const name = setting?.label ?? key.replaceAll('_', ' ');
    if (setting?.kind === 'switch') return [{ name, value: value === 'true' ? 'Yes' : 'No' }];
    if (setting?.kind === 'choice') return [{ name, value: value.replaceAll('_', ' ') }];
    return [{ name, value: setting?.unit ? `${value} ${setting.unit}` : value }];
  });
}
