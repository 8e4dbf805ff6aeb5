// The shapes of tasks and their runs, as Go's package task has them; see types.ts.

import type { Actor, JobID, Origin } from './types';

export type TaskID = number;

export type RunID = number;

export type TaskStatus = 'running' | 'paused' | 'scheduled' | 'disabled';

/** What a person can do to a task. Which of them is possible now, a view's `verbs` says. */
export type TaskVerb =
  | 'start'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'enable'
  | 'disable'
  | 'duplicate'
  | 'delete'
  | 'undelete'
  | 'dismiss';

export type RunOutcome =
  | 'queued'
  | 'running'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'interrupted'
  | 'skipped'
  | 'missed';

export type Trigger = 'schedule' | 'manual' | 'missed';

export type ScheduleKind = 'cron' | 'every' | 'once';

/** When a task fires. */
export interface Schedule {
  kind: ScheduleKind;
  /** Five fields, six with seconds first, or a shortcut like @daily. */
  cron?: string;
  every_ms?: number;
  /** A time that intervals are counted from. */
  anchor?: number;
  at?: number;
  /** IANA time zone; empty or left out: the system's. */
  zone?: string;
}

/** What becomes of firings that were due while Jobdeck was closed or the machine asleep. */
export type MissedPolicy = 'skip' | 'run_once' | 'run_all';

/** What becomes of a firing that is due while the task still runs. */
export type Overlap = 'skip' | 'queue';

export interface TaskPause {
  who: string;
  why: string;
  since: number;
}

/** Missed firings that nobody has looked at yet. */
export interface MissedFirings {
  count: number;
  first: number;
  last: number;
  /** For how many of them a run made up: about those nothing is left to do. */
  made_up: number;
}

/** Something that runs on a schedule, as it is stored. */
export interface Task {
  id: TaskID;
  name: string;
  group: string;
  description: string;
  /** The work it does: "log_cleanup", "job", "command". */
  does: string;
  settings: Record<string, string>;
  schedule: Schedule;
  missed: MissedPolicy;
  missed_cap: number;
  overlap: Overlap;
  shipped: boolean;
  enabled: boolean;
  pause: TaskPause | null;
  created: number;
}

/** A task at one instant. */
export interface TaskView extends Task {
  status: TaskStatus;
  running: boolean;
  paused: boolean;
  interruptible: boolean;
  /** Why it can't be cancelled. */
  cancel_why: string;
  /** It can tell what it would do. */
  dry_run: boolean;
  last_run: Run | null;
  current: Run | null;
  /** 0 when paused, disabled, or when there is no further time. */
  next_run: number;
  /** When it fires, as {@link Firings} says it. */
  words: string;
  note: string;
  /** Why its schedule can't be used, or empty: it does not fire then. */
  problem: string;
  message: string;
  missed_firings: MissedFirings;
  verbs: TaskVerb[];
}

/** A task as a person makes or changes it; id 0 makes a new one. */
export interface TaskDraft {
  id: TaskID;
  name: string;
  group: string;
  description: string;
  does: string;
  settings: Record<string, string>;
  schedule: Schedule;
  missed: MissedPolicy;
  missed_cap: number;
  overlap: Overlap;
  enabled: boolean;
  actor?: Actor;
}

/** What a schedule comes to: its next times, or what is wrong with it. */
export interface Firings {
  times: number[];
  problem: string;
  /** When it fires, as a sentence without its zone; that of a date leaves the date out. */
  words: string;
  /** What may surprise in it, or empty. */
  note: string;
}

/** One firing of a task. */
export interface Run {
  id: RunID;
  task: TaskID;
  name: string;
  due: number;
  trigger: Trigger;
  who: string;
  origin: Origin;
  outcome: RunOutcome;
  started: number;
  ended: number;
  duration_ms: number;
  message: string;
  counts: Record<string, number>;
  /** How many firings it stands for, itself among them. */
  stands_for: number;
  /** The job that it started, or 0. */
  job: JobID;
  done: number;
  /** 0: not known. */
  total: number;
  /** The run itself is paused and goes on where it stopped. */
  waiting: boolean;
}

export interface RunQuery {
  task?: TaskID;
  outcomes?: RunOutcome[];
  text?: string;
  before?: RunID;
  limit: number;
}

export interface RunPage {
  runs: Run[];
  more: boolean;
}

export interface TaskCommand {
  verb: TaskVerb;
  tasks: TaskID[];
  why?: string;
  actor?: Actor;
}

export interface TaskReport {
  verb: TaskVerb;
  done: TaskID[];
  left_out: TaskLeftOut[];
}

export interface TaskLeftOut {
  task: TaskID;
  why: string;
  refused: boolean;
}

/** Something a task can do. */
export interface TaskWork {
  does: string;
  label: string;
  summary: string;
  /** It belongs to one task that comes with Jobdeck. */
  shipped: boolean;
  interruptible: boolean;
  because: string;
  pausable: boolean;
  dry_run: boolean;
  settings: WorkSetting[];
  schedule: Schedule;
  enabled: boolean;
}

export interface WorkSetting {
  key: string;
  label: string;
  help: string;
  /** "text", "long_text", "number", "choice", "switch", "file", "folder" or "recipe". */
  kind: string;
  choices: string[];
  default: string;
  min: number;
  max: number;
  unit: string;
  required: boolean;
  /** For which values of another setting it counts, "source=newest|each"; empty: always. */
  only_if: string;
}

/** What a run did, or a dry run would do. */
export interface TaskResult {
  message: string;
  counts: Record<string, number>;
  job: JobID;
}
