// What the window may ask of the program around it, which no deck knows of: dialogs, and its own beginning and end.

import { call } from './bridge';
import type { QuitAnswer, Startup } from './desktop';
import type { Backup } from './types';

/** Asks for a file with the system's dialog; empty when none was chosen. */
export function chooseFile(title: string): Promise<string> {
  return call('ChooseFile', 'open the file dialog', title);
}

/** Asks for a folder with the system's dialog; empty when none was chosen. */
export function chooseFolder(title: string): Promise<string> {
  return call('ChooseFolder', 'open the file dialog', title);
}

/** Asks for a list with the system's dialog; empty when none was chosen. */
export function chooseList(): Promise<string> {
  return call('ChooseList', 'open the file dialog');
}

/** Asks where to export to with the system's dialog; empty when none was chosen. */
export function chooseExport(defaultName: string): Promise<string> {
  return call('ChooseExport', 'open the file dialog', defaultName);
}

/** The path of the sample list. */
export function sampleList(): Promise<string> {
  return call('SampleList', 'find the sample list');
}

/** Shows a file in the system's file manager. */
export function revealFile(path: string): Promise<void> {
  return call('RevealFile', 'show the file', path);
}

export function startup(): Promise<Startup> {
  return call('Startup', 'open Jobdeck');
}

/** Opens a deck that could not be opened. */
export function tryAgain(): Promise<void> {
  return call('TryAgain', 'open Jobdeck');
}

/** The backups that can be put in the place of the database, newest first. */
export function backups(): Promise<Backup[]> {
  return call('Backups', 'look for backups');
}

/** Puts a backup in the place of the database; the window is loaded anew afterwards. */
export function restore(backup: string): Promise<void> {
  return call('Restore', 'restore the backup', backup);
}

/** Shows the data folder in the system's file manager. */
export function openDataFolder(): Promise<void> {
  return call('OpenDataFolder', 'open the data folder');
}

/** Tells Go that the first screen is drawn: it shows the window then. */
export function ready(): Promise<void> {
  return call('Ready', 'show the window');
}

/** Tells whether a person looks at the window: notifications are quiet then. */
export function focused(focused: boolean): Promise<void> {
  return call('Focused', 'tell the focus', focused);
}

/** Answers what shall become of the jobs when Jobdeck quits. */
export function answerQuit(answer: QuitAnswer): Promise<void> {
  return call('AnswerQuit', 'quit', answer);
}

/** Quits, after asking where jobs are at work. */
export function quit(): Promise<void> {
  return call('Quit', 'quit');
}
