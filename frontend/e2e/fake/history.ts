// What happened in the fake deck, and what it logged.

import type {
  ActivityPage,
  ActivityQuery,
  ActivityRow,
  LogLine,
  LogPage,
  LogQuery,
  Origin,
  Run,
} from '../../src/lib/api/types';

const origins: Origin[] = ['window', 'tray', 'command line', 'engine', 'schedule', 'notification'];
const deeds = [
  ['create', '', 'queued', ''],
  ['take_slot', 'queued', 'running', ''],
  ['pause', 'running', 'pausing', 'meeting until two'],
  ['drain', 'pausing', 'paused', ''],
  ['resume', 'paused', 'running', ''],
  ['change concurrency', '5', '12', ''],
  ['complete', 'running', 'completed', ''],
] as const;

/** So many changes, a few minutes apart, newest first. */
export function changes(count: number, now: number): ActivityRow[] {
  return Array.from({ length: count }, (_, index): ActivityRow => {
    const [what, before, after, why] = deeds[index % deeds.length] ?? deeds[0];
    const origin = origins[index % origins.length] ?? 'window';
    return {
      kind: 'change',
      id: 100_000 - index,
      at: now - index * 7 * 60_000,
      who: origin === 'engine' ? 'jobdeck' : 'ada',
      origin,
      job: 14 - (index % 4),
      job_name: ['Q4 targets', 'Nordic manufacturers', 'Enrich partners', ''][index % 4] ?? '',
      task: 0,
      task_name: '',
      what,
      before,
      after,
      why,
      outcome: '',
      duration_ms: 0,
    };
  });
}

export function rowOf(run: Run): ActivityRow {
  return {
    kind: 'run',
    id: run.id,
    at: run.started || run.due,
    who: run.who,
    origin: run.origin,
    job: run.job,
    job_name: run.job > 0 ? 'APAC retail' : '',
    task: run.task,
    task_name: run.name,
    what: 'run',
    before: '',
    after: '',
    why: run.message,
    outcome: run.outcome,
    duration_ms: run.duration_ms,
  };
}

/** The rows that match, newest first. */
export function matching(rows: ActivityRow[], query: ActivityQuery): ActivityRow[] {
  const text = (query.text ?? '').toLowerCase();
  return rows
    .filter(
      (row) =>
        (!query.kind || row.kind === query.kind) &&
        (!query.origins?.length || query.origins.includes(row.origin)) &&
        (!query.since || row.at >= query.since) &&
        (!query.job || row.job === query.job) &&
        (!query.task || row.task === query.task) &&
        `${row.who} ${row.what} ${row.why} ${row.job_name} ${row.task_name}`
          .toLowerCase()
          .includes(text),
    )
    .sort((a, b) => b.at - a.at || b.id - a.id);
}

/** A page of rows; the cursor is the place of the next one. */
export function activityPage(rows: ActivityRow[], query: ActivityQuery): ActivityPage {
  const found = matching(rows, query);
  const from = Number(query.before || 0);
  const next = from + query.limit;
  return { rows: found.slice(from, next), next: next < found.length ? String(next) : '' };
}

const levels = ['debug', 'info', 'warning', 'error'];

export function logPage(lines: LogLine[], query: LogQuery): LogPage {
  const worst = levels.indexOf(query.level || 'debug');
  const found = lines.filter(
    (line) =>
      levels.indexOf(line.level) >= worst &&
      (!query.before || line.at < query.before) &&
      `${line.message} ${Object.values(line.fields).join(' ')}`
        .toLowerCase()
        .includes((query.text ?? '').toLowerCase()),
  );
  return {
    lines: found.slice(0, query.limit),
    more: found.length > query.limit,
    folder: '/home/ada/.local/state/jobdeck/logs',
  };
}

/** So many lines of a log, newest first. */
export function logLines(count: number, now: number): LogLine[] {
  return Array.from({ length: count }, (_, index): LogLine => {
    const level =
      index % 41 === 7
        ? 'error'
        : index % 13 === 4
          ? 'warning'
          : index % 5 === 1
            ? 'debug'
            : 'info';
    const message = {
      error: 'can’t write the copy: no space is left on the disk',
      warning: 'example.com asked to wait: the job pauses',
      debug: 'checkpointed the database',
      info: 'task "Log cleanup" completed',
    }[level];
    return {
      at: now - index * 1700,
      level,
      message: message ?? '',
      fields: { job: String(14 - (index % 5)), took: `${index % 90} ms` },
    };
  });
}
