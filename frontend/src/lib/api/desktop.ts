// What the window is told and asked by the program around it, which no deck knows of.

/** What the window is told once, when it opens. A problem means that the deck could not be opened. */
export interface Startup {
  version: string;
  data_dir: string;
  problem: string;
  problem_details: string;
  open_file: string;
}

export type MoveWhere = 'up' | 'down' | 'top' | 'bottom';
