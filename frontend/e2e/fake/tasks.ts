// The tasks of the fake deck: verbs, runs and missed firings as Go tells them.

import type {
  Firings,
  LiveEvent,
  Run,
  RunPage,
  RunQuery,
  Schedule,
  TaskCommand,
  TaskDraft,
  TaskReport,
  TaskResult,
  TaskVerb,
  TaskView,
  TaskWork,
} from '../../src/lib/api/types';
import { pastRuns, someTasks } from './taskseeds';
import { works } from './works';

const hour = 3_600_000;
const none: Firings = { times: [], problem: '', words: '', note: '' };

/** A few schedules as Go reads them back. */
const known: Record<string, string> = {
  '0 2 * * *': 'Every day at 02:00',
  '0 3 * * *': 'Every day at 03:00',
  '30 3 * * 0': 'At 03:30 on Sundays',
  '0 6 * * 1': 'At 06:00 on Mondays',
  '*/30 8-18 * * MON-FRI': 'Every 30 minutes between 08:00 and 18:59, Monday to Friday',
  '*/90 * * * *': 'Every hour',
};

function wordsOf({ kind, cron, every_ms }: Schedule): string {
  if (kind === 'once') return 'Once';
  if (kind === 'every')
    return every_ms === hour ? 'Every hour' : `Every ${(every_ms ?? 0) / 60_000} minutes`;
  return known[cron ?? ''] ?? `When ${cron} says`;
}

function noteOf({ cron }: Schedule): string {
  return cron?.startsWith('*/90')
    ? '"*/90" counts anew in every hour: it is minute 0, not every 90 minutes. For an even pace use an interval'
    : '';
}

export class FakeTasks {
  readonly tasks = new Map<number, TaskView>();
  readonly deleted = new Map<number, TaskView>();
  /** Newest first. */
  runs: Run[] = [];
  readonly #emit: (events: LiveEvent[]) => void;
  now: number;

  constructor(seeds: 'some' | 'none', now: number, emit: (events: LiveEvent[]) => void) {
    this.now = now;
    this.#emit = emit;
    for (const task of seeds === 'some' ? someTasks(now) : []) {
      this.tasks.set(task.id, task);
      this.runs.push(...pastRuns(task, now));
      this.#settle(task);
    }
    this.runs.sort((a, b) => b.id - a.id);
  }

  list(): TaskView[] {
    return [...this.tasks.values()];
  }

  one(id: number): TaskView {
    const task = this.tasks.get(id);
    if (!task) throw { kind: 'not_found', message: `no task has the number ${id}`, details: '' };
    return task;
  }

  works(): TaskWork[] {
    return works;
  }

  /** Lets time pass: what runs gets on, and ends after ten seconds. */
  advance(ms: number, now: number): void {
    this.now = now;
    const changed: LiveEvent[] = [];
    for (const task of this.tasks.values()) {
      const run = task.current;
      if (!run) continue;
      run.done = Math.min(run.total || Infinity, run.done + ms / 10);
      run.duration_ms = now - run.started;
      if (run.total > 0 && run.done >= run.total) this.#end(task, run, 'completed', 'Done');
      changed.push(this.#event(task));
    }
    if (changed.length > 0) this.#emit(changed);
  }

  save(draft: TaskDraft): TaskView {
    const twin = this.list().find(
      (task) => task.name.toLowerCase() === draft.name.toLowerCase() && task.id !== draft.id,
    );
    if (twin)
      throw { kind: 'usage', message: `another task is called "${twin.name}"`, details: '' };
    const work = works.find((one) => one.does === draft.does);
    const id = draft.id || Math.max(0, ...this.tasks.keys()) + 1;
    const before = this.tasks.get(id);
    const task: TaskView = {
      ...(before ?? {
        shipped: false,
        pause: null,
        created: this.now,
        last_run: null,
        current: null,
        message: '',
        missed_firings: { count: 0, first: 0, last: 0, made_up: 0 },
        running: false,
        paused: false,
        status: 'scheduled',
        interruptible: work?.interruptible ?? true,
        cancel_why: work?.because ?? '',
        dry_run: work?.dry_run ?? false,
        next_run: 0,
        words: '',
        note: '',
        problem: '',
        verbs: [],
      }),
      ...draft,
      id,
      name: before?.shipped ? before.name : draft.name,
    };
    this.tasks.set(id, task);
    this.#settle(task);
    this.#emit([this.#event(task)]);
    return task;
  }

  apply(command: TaskCommand): TaskReport {
    const report: TaskReport = { verb: command.verb, done: [], left_out: [] };
    for (const id of command.tasks) {
      const task = command.verb === 'undelete' ? this.deleted.get(id) : this.tasks.get(id);
      if (!task) {
        report.left_out.push({ task: id, why: `no task has the number ${id}`, refused: false });
      } else if (!task.verbs.includes(command.verb) && command.verb !== 'undelete') {
        const why = `can't ${command.verb}: it is ${task.status}`;
        report.left_out.push({ task: id, why, refused: true });
      } else report.done.push(this.#do(command.verb, task));
    }
    return report;
  }

  try(id: number): TaskResult {
    this.one(id);
    return { message: 'would delete 214 entries', counts: { entries: 214 }, job: 0 };
  }

  firings(schedule: Schedule, count: number): Firings {
    const fields = (schedule.cron ?? '').trim().split(/\s+/).length;
    if (schedule.kind === 'cron' && fields !== 5 && fields !== 6 && !schedule.cron?.startsWith('@'))
      return { ...none, problem: `a line has five fields, this one has ${fields}` };
    if (schedule.kind === 'once') {
      const at = schedule.at ?? 0;
      return at > this.now
        ? { ...none, times: [at], words: 'Once' }
        : { ...none, problem: 'that time has passed' };
    }
    const step = schedule.kind === 'every' ? (schedule.every_ms ?? hour) : 24 * hour;
    const first = Math.ceil(this.now / step) * step;
    const times = Array.from({ length: count }, (_, n) => first + n * step);
    return { ...none, times, words: wordsOf(schedule), note: noteOf(schedule) };
  }

  page(query: RunQuery): RunPage {
    const found = this.runs.filter(
      (run) =>
        (!query.task || run.task === query.task) &&
        (!query.outcomes?.length || query.outcomes.includes(run.outcome)) &&
        (!query.before || run.id < query.before) &&
        `${run.name} ${run.message}`.toLowerCase().includes((query.text ?? '').toLowerCase()),
    );
    return { runs: found.slice(0, query.limit), more: found.length > query.limit };
  }

  #do(verb: TaskVerb, task: TaskView): number {
    switch (verb) {
      case 'start':
        this.#start(task);
        break;
      case 'cancel':
        if (task.current) this.#end(task, task.current, 'cancelled', 'Cancelled; 40 were done');
        break;
      case 'pause':
        task.pause = { who: 'ada', why: '', since: this.now };
        break;
      case 'resume':
        task.pause = null;
        break;
      case 'enable':
      case 'disable':
        task.enabled = verb === 'enable';
        break;
      case 'dismiss':
        task.missed_firings = { count: 0, first: 0, last: 0, made_up: 0 };
        break;
      case 'duplicate':
        return this.save({ ...task, id: 0, name: `${task.name} (2)`, enabled: false }).id;
      case 'delete':
        this.tasks.delete(task.id);
        this.deleted.set(task.id, task);
        this.#emit([{ topic: 'task_gone', key: String(task.id), at: this.now }]);
        return task.id;
      case 'undelete':
        this.deleted.delete(task.id);
        this.tasks.set(task.id, task);
        break;
    }
    this.#settle(task);
    this.#emit([this.#event(task)]);
    return task.id;
  }

  #start(task: TaskView): void {
    const run: Run = {
      ...runOf(task, Math.max(0, ...this.runs.map((one) => one.id)) + 1, this.now),
      trigger: 'manual',
      who: 'ada',
      origin: 'window',
      outcome: 'running',
      ended: 0,
      total: task.interruptible ? 1000 : 0,
    };
    task.current = run;
    this.runs.unshift(run);
  }

  #end(task: TaskView, run: Run, outcome: Run['outcome'], message: string): void {
    Object.assign(run, { outcome, message, ended: this.now, duration_ms: this.now - run.started });
    task.current = null;
    task.last_run = run;
    this.#settle(task);
  }

  /** What follows from the rest. */
  #settle(task: TaskView): void {
    task.running = task.current !== null;
    task.paused = task.pause !== null;
    task.status = task.running
      ? 'running'
      : task.paused
        ? 'paused'
        : task.enabled
          ? 'scheduled'
          : 'disabled';
    task.next_run =
      task.paused || !task.enabled ? 0 : (this.firings(task.schedule, 1).times[0] ?? 0);
    task.words = wordsOf(task.schedule);
    task.note = noteOf(task.schedule);
    task.verbs = verbsOf(task);
  }

  #event(task: TaskView): LiveEvent {
    return { topic: 'task', key: String(task.id), at: this.now, task };
  }
}

/** A run of a task that began and ended at once. */
export function runOf(task: Pick<TaskView, 'id' | 'name'>, id: number, at: number): Run {
  return {
    id,
    task: task.id,
    name: task.name,
    due: at,
    trigger: 'schedule',
    who: '',
    origin: 'schedule',
    outcome: 'completed',
    started: at,
    ended: at,
    duration_ms: 0,
    message: '',
    counts: {},
    stands_for: 1,
    job: 0,
    done: 0,
    total: 0,
    waiting: false,
  };
}

function verbsOf(task: TaskView): TaskVerb[] {
  const verbs: TaskVerb[] = [];
  if (!task.running) verbs.push('start');
  if (task.running && task.interruptible) verbs.push('cancel');
  if (task.enabled) verbs.push(task.paused ? 'resume' : 'pause');
  verbs.push(task.enabled ? 'disable' : 'enable');
  if (!task.shipped) verbs.push('duplicate', 'delete');
  if (task.missed_firings.count > 0) verbs.push('dismiss');
  return verbs;
}
