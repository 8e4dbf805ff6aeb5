// What was missed while Jobdeck was closed or the machine asleep, in words.
import type { TaskView } from '$lib/api';
import { count, counted, weekdayTime, when } from '$lib/format';

/** The tasks with missed firings that nobody has looked at, the most missed first. */
export function missedTasks(tasks: readonly TaskView[]): TaskView[] {
  return tasks
    .filter((task) => task.missed_firings.count > 0)
    .sort((a, b) => b.missed_firings.count - a.missed_firings.count);
}

/** Something is left to do about a task's missed firings: no run made up for all of them. */
export function canRun({ missed_firings: { count: n, made_up } }: TaskView): boolean {
  return n > made_up;
}

/** "3 firings of Database backup were missed while Jobdeck was closed or asleep (Mon 02:00 – Wed 02:00)". */
export function missedTitle(tasks: readonly TaskView[], now: number): string {
  const total = tasks.reduce((sum, task) => sum + task.missed_firings.count, 0);
  const [only] = tasks;
  const of = tasks.length === 1 && only ? only.name : `${count(tasks.length)} tasks`;
  const span = tasks.length === 1 && only ? ` (${missedSpan(only, now)})` : '';
  return `${counted(total, 'firing')} of ${of} ${total === 1 ? 'was' : 'were'} missed while Jobdeck was closed or asleep${span}`;
}

const week = 6 * 86_400_000;

/** When the missed firings were due: "Mon 02:00 – Wed 02:00". */
export function missedSpan(task: TaskView, now: number): string {
  const { first, last, count: n } = task.missed_firings;
  const near = now - first < week;
  const write = (at: number) => (near ? weekdayTime(at, task.schedule.zone) : when(at, now));
  return n === 1 || first === last ? write(last) : `${write(first)} – ${write(last)}`;
}

/** What became of them. */
export function missedPolicyWords({ missed, missed_firings }: TaskView): string {
  const { count: n, made_up } = missed_firings;
  if (made_up === 0) return 'skipped';
  const made = missed === 'run_all' ? 'made up for by a run each' : 'made up for by one run';
  return made_up < n ? `${count(made_up)} ${made}, ${count(n - made_up)} skipped` : made;
}
