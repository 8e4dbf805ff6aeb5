import type { Run, RunOutcome, TaskView } from '../../src/lib/api/types';
import { runOf } from './tasks';
import { works } from './works';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The tasks that ship, and some of a person's own, in every state. */
export function someTasks(now: number): TaskView[] {
  const backup = task(1, 'Database backup', 'Maintenance', 'backup', now, {
    description: 'A copy of the database every night, checked, the last seven kept.',
    schedule: { kind: 'cron', cron: '0 2 * * *' },
    settings: { folder: '', keep: '7' },
    missed_firings: { count: 3, first: now - 2.5 * day, last: now - 12 * hour, made_up: 0 },
  });
  const compaction = task(2, 'Database compaction', 'Maintenance', 'compaction', now, {
    schedule: { kind: 'cron', cron: '30 3 * * 0' },
  });
  const logs = task(3, 'Log cleanup', 'Maintenance', 'log_cleanup', now, {
    description: 'Deletes log files that are older than a month.',
    schedule: { kind: 'cron', cron: '0 3 * * *' },
    settings: { keep_days: '30' },
  });
  const visits = task(4, 'Visit cleanup', 'Maintenance', 'log_cleanup', now, {
    schedule: { kind: 'every', every_ms: 15 * minute },
  });
  const locations = task(5, 'Location import', 'Maintenance', 'log_cleanup', now, {
    schedule: { kind: 'every', every_ms: hour },
    enabled: false,
  });
  const weekly = task(6, 'Weekly targets', 'Research', 'job', now, {
    shipped: false,
    dry_run: false,
    schedule: { kind: 'cron', cron: '0 6 * * 1', zone: 'America/New_York' },
    settings: { recipe: 'Clean', source: 'newest', file: '', folder: '/home/ada/lists' },
  });
  const sync = task(7, 'Fetch the CRM list', 'Research', 'command', now, {
    shipped: false,
    dry_run: false,
    schedule: { kind: 'cron', cron: '*/30 8-18 * * MON-FRI' },
    settings: { command: 'crm-export --out ~/lists/crm.csv', folder: '', timeout: '3600' },
    pause: { who: 'ada', why: 'the CRM moves house', since: now - 3 * hour },
  });
  compaction.current = running(compaction, now, 0);
  logs.current = running(logs, now, 1000);
  return [backup, compaction, logs, visits, locations, weekly, sync];
}

function task(
  id: number,
  name: string,
  group: string,
  does: string,
  now: number,
  more: Partial<TaskView>,
): TaskView {
  const work = works.find((one) => one.does === does);
  return {
    id,
    name,
    group,
    description: '',
    does,
    settings: {},
    schedule: { kind: 'every', every_ms: hour },
    missed: 'run_once',
    missed_cap: 100,
    overlap: 'skip',
    shipped: true,
    enabled: true,
    pause: null,
    created: now - 90 * day,
    status: 'scheduled',
    running: false,
    paused: false,
    interruptible: work?.interruptible ?? true,
    cancel_why: work?.because ?? '',
    dry_run: work?.dry_run ?? false,
    last_run: null,
    current: null,
    next_run: 0,
    words: '',
    note: '',
    problem: '',
    message: '',
    missed_firings: { count: 0, first: 0, last: 0, made_up: 0 },
    verbs: [],
    ...more,
  };
}

function running(task: TaskView, now: number, total: number): Run {
  return {
    ...runOf(task, 10_000 + task.id, now - 12_000),
    outcome: 'running',
    ended: 0,
    total,
    done: total / 3,
    message: total > 0 ? 'looking through old files' : '',
  };
}

/** Sixty runs of a task, oldest with the lowest number; the newest becomes its last one. */
export function pastRuns(task: TaskView, now: number): Run[] {
  if (task.id === 5) return [];
  const runs = Array.from({ length: 60 }, (_, index): Run => {
    const at = now - (60 - index) * day + task.id * minute;
    const outcome: RunOutcome =
      index % 17 === 5
        ? 'failed'
        : index % 23 === 9
          ? 'cancelled'
          : index % 29 === 3
            ? 'skipped'
            : 'completed';
    const ran = outcome !== 'skipped';
    const took = ran ? 1200 + ((index * 7919 * task.id) % 9000) : 0;
    return {
      ...runOf(task, task.id * 100 + index, at),
      outcome,
      started: ran ? at : 0,
      ended: ran ? at + took : at,
      duration_ms: took,
      message: {
        completed:
          task.does === 'job' ? 'started a job with 1,240 accounts' : 'deleted 214 entries',
        failed: 'can’t write the copy: no space is left on the disk',
        cancelled: 'deleted 90 entries before it was cancelled',
        skipped: 'was due while it still ran',
      }[outcome as 'completed'],
      counts: outcome === 'completed' ? { entries: 214 } : {},
      job: task.does === 'job' && outcome === 'completed' ? 7 : 0,
    };
  });
  task.last_run =
    (task.id === 6 ? runs.find((run) => run.outcome === 'failed') : runs.at(-1)) ?? null;
  if (task.current) runs.push(task.current);
  return runs;
}
