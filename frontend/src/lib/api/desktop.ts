// What the window is told and asked by the program around it, which no deck knows of.

/** What the window is told once, when it opens. A problem means that the deck could not be opened. */
export interface Startup {
  version: string;
  data_dir: string;
  problem: string;
  problem_details: string;
  /** A backup in the place of the database would solve it. */
  restorable: boolean;
  /** The database is checked first, `done` bytes of `total`: ask again. */
  checking: boolean;
  done: number;
  total: number;
  /** Something to know about the data folder, or empty. */
  warning: string;
  open_file: string;
}

export type MoveWhere = 'up' | 'down' | 'top' | 'bottom';

/** Jobs are at work and Jobdeck shall quit, or its window was closed where no tray brings it back. */
export interface QuitQuestion {
  /** How many jobs are at work or queued. */
  jobs: number;
  no_tray: boolean;
}

/** What a person answers: quit now, quit as soon as the jobs are done, or don't. */
export type QuitAnswer = 'now' | 'when_done' | 'stay';

/** What is kept in the system's keychain. */
export type SecretKey = 'smtp_password' | 'webhook_secret';
