// The shapes of what happened and of the log; see types.ts.

import type { RunOutcome, TaskID } from './tasktypes';
import type { JobID, Origin } from './types';

export type ActivityKind = 'change' | 'run';

/** A page of the audit log and the runs together, newest first. */
export interface ActivityQuery {
  text?: string;
  kind?: ActivityKind | '';
  origins?: Origin[];
  since?: number;
  until?: number;
  job?: JobID;
  task?: TaskID;
  /** The `next` of the page before. */
  before?: string;
  limit: number;
}

export interface ActivityPage {
  rows: ActivityRow[];
  /** Asks for the next page; empty when there is none. */
  next: string;
}

/** One thing that happened: a change that somebody made, or a run. */
export interface ActivityRow {
  kind: ActivityKind;
  id: number;
  at: number;
  who: string;
  origin: Origin;
  job: JobID;
  job_name: string;
  task: TaskID;
  task_name: string;
  what: string;
  before: string;
  after: string;
  why: string;
  outcome: RunOutcome | '';
  duration_ms: number;
}

export interface LogQuery {
  level?: string;
  text?: string;
  before?: number;
  limit: number;
}

export interface LogPage {
  lines: LogLine[];
  more: boolean;
  folder: string;
}

export interface LogLine {
  at: number;
  level: string;
  message: string;
  fields: Record<string, string>;
}
