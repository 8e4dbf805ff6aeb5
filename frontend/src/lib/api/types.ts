// The shapes that cross the door between the window and Go. Each interface mirrors one Go struct,
// field by field; backend/deck/types_test.go fails when they drift. Times are milliseconds UTC,
// durations milliseconds, zero means "never" or "not known".

import type { TaskID, TaskView } from './tasktypes';

export type * from './historytypes';
export type * from './tasktypes';

export type JobID = number;

export type Status =
  'running' | 'pausing' | 'cancelling' | 'queued' | 'paused' | 'completed' | 'cancelled' | 'failed';

/** Every status, in the order in which screens group them. */
export const statuses: readonly Status[] = [
  'running',
  'pausing',
  'cancelling',
  'queued',
  'paused',
  'completed',
  'cancelled',
  'failed',
];

/** What a person can do to a job. Which of them is possible now, a snapshot's `verbs` says. */
export type Verb =
  | 'pause'
  | 'pause_now'
  | 'resume'
  | 'cancel'
  | 'retry'
  | 'delete'
  | 'undelete'
  | 'archive'
  | 'unarchive'
  | 'duplicate'
  | 'run_rest';

export type Outcome = 'pending' | 'in_flight' | 'succeeded' | 'failed' | 'skipped';

/** Why an item was skipped or failed, in one word; processors may use words of their own. */
export type Reason = string;

/** Why the app paused a job by itself; empty when a person did it. */
/** How a job stands, as it is said: its status, and what the status alone would hide. */
export type Standing = Status | 'held' | 'needs_you' | 'with_failures' | 'none_succeeded';

export type PauseKind =
  | ''
  | 'rate_limit'
  | 'credentials'
  | 'error_rate'
  | 'offline'
  | 'budget'
  | 'disk'
  | 'window'
  | 'restart'
  | 'machine';

export type Field = 'company_name' | 'domain' | 'industry' | 'owner';

/** A column's match: a field, a further choice for one ("domain:2" is asked where "domain" has
 *  nothing), or empty for none. */
export type Match = Field | `${Field}:${number}` | '';

export type Origin = 'window' | 'tray' | 'notification' | 'command line' | 'schedule' | 'engine';

export type Topic =
  'job' | 'jobs' | 'gone' | 'hold' | 'work' | 'settings' | 'task' | 'task_gone' | 'news';

// Package job

export interface Actor {
  who: string;
  from: Origin;
}

/** One line of the audit log. */
export interface Entry {
  id: number;
  at: number;
  job: JobID;
  /** The task it is about, or 0. */
  task: number;
  who: string;
  origin: Origin;
  what: string;
  before: string;
  after: string;
  why: string;
}

/** A verb on one job, on several, or on all that match a filter. */
export interface Command {
  verb: Verb;
  actor?: Actor;
  why?: string;
  until?: number;
  jobs?: JobID[];
  all?: boolean;
  filter?: string;
}

/** What a command did, and what it left out and why. */
export interface Report {
  verb: Verb;
  done: JobID[];
  left_out: LeftOut[];
}

export interface LeftOut {
  job: JobID;
  why: string;
  refused: boolean;
}

/** The global pause. */
export interface Hold {
  held: boolean;
  who: string;
  why: string;
  since: number;
  until: number;
  origin: Origin;
}

export interface List {
  source: string;
  sheet?: string;
  /** Tells the file again under another name. */
  fingerprint: Fingerprint;
  delimiter?: string;
  /** Those of the columns that an earlier export added. */
  results?: string[];
  columns: string[];
  mapping: Match[];
  /** What was wrong with rows of the file, at most the first 100. */
  problems: Problem[];
  problem_count: number;
}

export interface Fingerprint {
  size: number;
  digest: string;
  file: string;
}

/** Something wrong with a row of a file that did not stop the reading. */
export interface Problem {
  row: number;
  what: string;
}

export interface Step {
  name: string;
  started: number;
  duration_ms: number;
}

/** An item that is being worked on now. */
export interface Flight {
  seq: number;
  step: string;
  started: number;
  attempt: number;
}

/** A job at one instant. total = pending + in_flight + succeeded + failed + skipped, always. */
export interface Snapshot {
  id: JobID;
  name: string;
  recipe: string;
  processor: string;
  source: string;
  status: Status;
  standing: Standing;
  reason: string;
  reason_kind: PauseKind;
  resumes_at: number;
  total: number;
  pending: number;
  in_flight: number;
  succeeded: number;
  failed: number;
  skipped: number;
  reasons: Record<Reason, number>;
  /** Items a minute, lately. */
  rate: number;
  /** Time left, of active time; -1 when not known yet. */
  eta_ms: number;
  active_ms: number;
  created: number;
  started: number;
  ended: number;
  archived: boolean;
  deleted: number;
  priority: number;
  concurrency: number;
  rate_per_minute: number;
  retries: number;
  /** What a running job does before its first item: "looking over the list". */
  doing: string;
  flights: Flight[];
  verbs: Verb[];
}

/** Everything a job is started with, beside its list. */
export interface Options {
  processor: string;
  set?: Record<string, string>;
  concurrency: number;
  rate_per_minute?: number;
  retries: number;
  retry_delay_ms?: number;
  max_error_rate?: number;
  window?: TimeWindow;
}

/** Options that can be changed while the job runs; what is left out stays as it is. */
export interface Changes {
  name?: string;
  concurrency?: number;
  rate_per_minute?: number;
  retries?: number;
  priority?: number;
  window?: TimeWindow;
  clear_window?: boolean;
}

/** When a job may run: minutes after midnight, weekdays from 0 = Sunday. */
export interface TimeWindow {
  from: number;
  until: number;
  days?: number[];
  zone?: string;
}

// Package live

/** One thing that happened; it tells the whole state, not a difference. */
export interface LiveEvent {
  topic: Topic;
  key: string;
  at: number;
  job?: Snapshot;
  hold?: Hold;
  work?: Work;
  task?: TaskView;
  news?: News;
}

export type NewsKind =
  'completed' | 'failures' | 'failed' | 'paused' | 'missed' | 'run_failed' | 'undelivered' | 'test';

/** What can be done about news: show what it is about, or resume its job. */
export type NewsAction = 'open' | 'resume';

/** Something worth telling a person who is not looking. Title and text are plain text. */
export interface News {
  /** 0 when it could not be kept: then it is in no inbox. */
  id: number;
  at: number;
  kind: NewsKind;
  title: string;
  text: string;
  /** What it is about; 0 when it is about none, or about several. */
  job: JobID;
  task: TaskID;
  actions: NewsAction[];
  seen: boolean;
}

/** A long thing that is no job: an import, an export, a purge. */
export interface Work {
  id: string;
  label: string;
  done: number;
  total: number;
  ended: boolean;
  error: string;
}

// Package table

export interface Layout {
  format: string;
  encoding: string;
  /** A few words that show how a text was read that is not UTF-8. */
  encoding_sample: string;
  delimiter: string;
  sheets: string[];
  sheet: string;
  /** The row that names the columns; 0 when there is none. */
  header_row: number;
  results: string[];
  columns: string[];
}

// Package processor

/** What a recipe can be made of. */
export interface ProcessorSpec {
  name: string;
  label: string;
  summary: string;
  noun: string;
  needs: Field[];
  options: ProcessorOption[];
  cleans: boolean;
  retries: number;
}

export interface ProcessorOption {
  key: string;
  label: string;
  help: string;
  /** "text", "long_text", "environment" (lines of NAME=value), "number", "choice" or "switch". */
  kind: string;
  choices: string[];
  default: string;
  required: boolean;
}

// Package deck

/** How a list is read where that shall not be found out. */
export interface Reading {
  sheet?: string;
  /** The row that names the columns; 0 is found, -1 is none. */
  header?: number;
  /** The encoding of a text; empty is found. */
  encoding?: string;
}

export interface InspectRequest extends Reading {
  path: string;
  full?: boolean;
  mapping?: Record<string, Match>;
}

/** What is in a file. total, duplicates and problem_count are of the whole file when it was read in full. */
export interface Preview extends Layout {
  name: string;
  size: number;
  rows: string[][];
  mapping: Match[];
  /** What somebody who knows the list should look at before it is worked. */
  doubts: Doubt[];
  total: number;
  duplicates: number;
  /** Further rows with a name much like that of an earlier one. */
  near: number;
  problems: Problem[];
  problem_count: number;
}

/** Why a column may have been matched wrongly, or was not matched although its header says so. */
export interface Doubt {
  field: Field;
  column: string;
  what: string;
}

/** A job before it is stored. */
export interface Draft extends Reading {
  name?: string;
  path: string;
  mapping?: Record<string, Match>;
  recipe: string;
  options?: Changes;
  set?: Record<string, string>;
  retry_delay_ms?: number;
  max_error_rate?: number;
  start_paused?: boolean;
  /** Where the list will be exported to at the end. */
  out?: string;
  actor?: Actor;
}

export interface Overview {
  counts: Record<Status, number>;
  done_today: number;
  /** Items a minute over all running jobs. */
  rate: number;
  hold: Hold;
  version: string;
  data_dir: string;
  database: DatabaseState;
}

/** Whether the database can be worked with. */
export interface DatabaseState {
  /** It is being checked, `done` bytes of `total`: it is only read until then. */
  checking: boolean;
  done: number;
  total: number;
  /** Why it is only read from now on, or empty. */
  problem: string;
}

/** A copy of the database that can be put in its place. */
export interface Backup {
  path: string;
  made: number;
  /** In bytes. */
  size: number;
}

/** Everything a job's page shows beside its items. */
export interface JobDetail extends Snapshot {
  options: Options;
  list: List;
  output_columns: string[];
  timeline: Entry[];
  samples: Sample[];
  noun: string;
}

/** How many items got an outcome in a stretch of time. */
export interface Sample {
  at: number;
  duration_ms: number;
  done: number;
  failed: number;
}

/** A page of a job's items, in the list's order. */
export interface ItemQuery {
  job: JobID;
  outcome?: Outcome | '';
  text?: string;
  after?: number;
  limit: number;
}

export interface ItemPage {
  items: ItemView[];
  more: boolean;
}

export interface Ending {
  outcome: Outcome;
  reason: Reason;
  error: string;
  attempts: number;
  duration_ms: number;
  ended: number;
}

export interface ItemView extends Ending {
  seq: number;
  row: number;
  cells: string[];
  output: Record<string, string>;
  step: string;
  steps: Step[];
}

export interface ExportRequest {
  job: JobID;
  path: string;
  outcomes?: Outcome[];
  text?: string;
  cleaned?: boolean;
  actor?: Actor;
}

export interface ExportReport {
  path: string;
  rows: number;
}

/** Asks which keys stand in an environment, or to move them. */
export interface KeepKeys {
  /** Lines of NAME=value, as a recipe's option has them. */
  environment: string;
  /** Puts the keys into the keychain, each under its variable's name; else they are only named. */
  move: boolean;
  actor?: Actor;
}

/** Which keys stood in an environment. */
export interface KeptKeys {
  /** As it was asked with; the keys that were moved are references: NAME=secret:NAME. */
  environment: string;
  /** The variables whose values are keys. */
  names: string[];
}

export interface Recipe {
  name: string;
  description: string;
  built_in: boolean;
  options: Options;
}

export interface Setting {
  key: string;
  value: string;
  default: string;
  /** "number", "text", "choice" or "switch". */
  kind: string;
  choices: string[];
  min: number;
  max: number;
  label: string;
  help: string;
  group: string;
}
