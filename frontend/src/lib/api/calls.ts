// What the window may ask of Go: one typed function for each method of App.

import { call } from './bridge';
import {
  fillDetail,
  fillItem,
  fillItems,
  fillKeys,
  fillNews,
  fillPage,
  fillPreview,
  fillRecipe,
  fillReport,
  fillSetting,
  fillSnapshot,
  fillRun,
  fillSpec,
  fillTask,
  fillTaskReport,
  fillWork,
} from './fill';
import type { MoveWhere, QuitAnswer, SecretKey, Startup } from './desktop';
import type {
  ActivityPage,
  ActivityQuery,
  Backup,
  Changes,
  Command,
  Draft,
  ExportReport,
  ExportRequest,
  Firings,
  Hold,
  InspectRequest,
  ItemPage,
  ItemQuery,
  ItemView,
  JobDetail,
  JobID,
  KeepKeys,
  KeptKeys,
  LogPage,
  LogQuery,
  News,
  Overview,
  Preview,
  ProcessorSpec,
  Recipe,
  Report,
  RunPage,
  RunQuery,
  Schedule,
  Setting,
  Snapshot,
  TaskCommand,
  TaskDraft,
  TaskID,
  TaskReport,
  TaskResult,
  TaskView,
  TaskWork,
} from './types';

/** Reads a list far enough to show what it holds; with `full` to its end. */
export async function inspect(request: InspectRequest): Promise<Preview> {
  return fillPreview(await call('Inspect', 'read the list', request));
}

/** Stores a job with all its rows and starts it, or leaves it paused. */
export async function create(draft: Draft): Promise<Snapshot> {
  return fillSnapshot(await call('Create', 'start the job', { options: {}, ...draft }));
}

/** Runs the first rows of a draft's list and gives back what came out. Nothing is stored. */
export async function tryRows(draft: Draft, rows: number): Promise<ItemView[]> {
  return fillItems(await call('Try', 'try the first rows', { options: {}, ...draft }, rows));
}

/** Does a verb on jobs. What single jobs refused stands in the report. */
export async function apply(command: Command): Promise<Report> {
  const doing = `${command.verb.replace('_', ' ')} ${command.jobs?.length === 1 ? 'the job' : 'the jobs'}`;
  return fillReport(await call('Apply', doing, command));
}

/** Changes options of a job, while it runs too. */
export async function adjust(id: JobID, changes: Changes): Promise<Snapshot> {
  return fillSnapshot(await call('Adjust', "change the job's options", id, changes));
}

/** Changes a queued job's place in the queue. */
export function move(id: JobID, where: MoveWhere): Promise<void> {
  return call('Move', 'move the job', id, where);
}

/** Holds everything: nothing new starts anywhere. `until` 0: until somebody lifts it. */
export function hold(why = '', until = 0): Promise<Hold> {
  return call('Hold', 'hold everything', why, until);
}

export function release(): Promise<Hold> {
  return call('Release', 'lift the hold');
}

export async function overview(): Promise<Overview> {
  const answer = await call<Overview>('Overview', 'count the jobs');
  answer.counts ??= {} as Overview['counts'];
  return answer;
}

/** The jobs that match a filter's text, in the order screens show them. */
export async function jobIDs(filter: string): Promise<JobID[]> {
  return (await call<JobID[] | null>('JobIDs', 'list the jobs', filter)) ?? [];
}

/** Snapshots in the order asked for; jobs that are gone are left out. */
export async function jobs(ids: readonly JobID[]): Promise<Snapshot[]> {
  if (ids.length === 0) return [];
  return ((await call<Snapshot[] | null>('Jobs', 'read the jobs', ids)) ?? []).map(fillSnapshot);
}

export async function detail(id: JobID): Promise<JobDetail> {
  return fillDetail(await call('Detail', 'open the job', id));
}

export async function items(query: ItemQuery): Promise<ItemPage> {
  return fillPage(await call('Items', 'read the rows', query));
}

export async function item(id: JobID, seq: number): Promise<ItemView> {
  return fillItem(await call('Item', 'open the row', id, seq));
}

/** Writes a job's items to a file; its ending says the format. */
export function exportItems(request: ExportRequest): Promise<ExportReport> {
  return call('Export', 'export the job', request);
}

export async function processors(): Promise<ProcessorSpec[]> {
  return ((await call<ProcessorSpec[] | null>('Processors', 'list the processors')) ?? []).map(
    fillSpec,
  );
}

export async function recipes(): Promise<Recipe[]> {
  return ((await call<Recipe[] | null>('Recipes', 'list the recipes')) ?? []).map(fillRecipe);
}

export function saveRecipe(recipe: Recipe): Promise<void> {
  return call('SaveRecipe', 'save the recipe', recipe);
}

export function deleteRecipe(name: string): Promise<void> {
  return call('DeleteRecipe', 'delete the recipe', name);
}

export async function settings(): Promise<Setting[]> {
  return ((await call<Setting[] | null>('Settings', 'read the settings')) ?? []).map(fillSetting);
}

export function setSetting(key: string, value: string): Promise<void> {
  return call('SetSetting', 'change the setting', key, value);
}

/** The tasks with their state, by group and name. */
export async function tasks(): Promise<TaskView[]> {
  return ((await call<TaskView[] | null>('Tasks', 'list the tasks')) ?? []).map(fillTask);
}

export async function task(id: TaskID): Promise<TaskView> {
  return fillTask(await call('Task', 'open the task', id));
}

/** What a task can do. */
export async function works(): Promise<TaskWork[]> {
  return ((await call<TaskWork[] | null>('Works', 'list what a task can do')) ?? []).map(fillWork);
}

/** Makes a task (id 0), or changes one. */
export async function saveTask(draft: TaskDraft): Promise<TaskView> {
  return fillTask(await call('SaveTask', 'save the task', draft));
}

/** Does a verb on tasks. What single tasks refused stands in the report. */
export async function applyTask(command: TaskCommand): Promise<TaskReport> {
  const doing = `${command.verb} ${command.tasks.length === 1 ? 'the task' : 'the tasks'}`;
  return fillTaskReport(await call('ApplyTask', doing, command));
}

/** What a task would do now. Nothing is changed. */
export function tryTask(id: TaskID): Promise<TaskResult> {
  return call('TryTask', 'try the task', id);
}

/** When a schedule fires next, or what is wrong with it. */
export async function firings(schedule: Schedule, count: number): Promise<Firings> {
  const answer = await call<Firings>('Firings', 'work out when it fires', schedule, count);
  answer.times ??= [];
  return answer;
}

/** A page of the history of runs, newest first. */
export async function runs(query: RunQuery): Promise<RunPage> {
  const answer = await call<RunPage>('Runs', 'read the runs', query);
  answer.runs = (answer.runs ?? []).map(fillRun);
  return answer;
}

/** A page of what happened: the audit log and the runs together, newest first. */
export async function activity(query: ActivityQuery): Promise<ActivityPage> {
  const answer = await call<ActivityPage>('Activity', 'read what happened', query);
  answer.rows ??= [];
  return answer;
}

/** Writes all that a query matches to a file; its ending says the format. */
export function exportActivity(query: ActivityQuery, path: string): Promise<ExportReport> {
  return call('ExportActivity', 'export what happened', query, path);
}

/** Lines of the log files, newest first. */
export async function logs(query: LogQuery): Promise<LogPage> {
  const answer = await call<LogPage>('Logs', 'read the logs', query);
  answer.lines ??= [];
  return answer;
}

/** The inbox: what was told, newest first. */
export async function news(): Promise<News[]> {
  return ((await call<News[] | null>('News', 'read the news')) ?? []).map(fillNews);
}

/** Notes that a person looked at news; no ids mean all. */
export function seeNews(ids: readonly number[] = []): Promise<void> {
  return call('SeeNews', 'note that the news was seen', ids);
}

/** Sends a test, and fails with what went wrong. */
export function testNews(channel: 'mail' | 'webhook'): Promise<void> {
  return call('TestNews', `send a test by ${channel}`, channel);
}

/** Puts a secret into the system's keychain; an empty value takes it out. */
export function setSecret(key: SecretKey, value: string): Promise<void> {
  return call('SetSecret', 'keep the secret', key, value);
}

/** Which secrets are set. Their values are never told. */
export async function secrets(): Promise<Record<string, boolean>> {
  return (await call<Record<string, boolean> | null>('Secrets', 'look into the keychain')) ?? {};
}

/** Finds the keys in lines of an environment, and moves them into the keychain. */
export async function keepKeys(request: KeepKeys): Promise<KeptKeys> {
  return fillKeys(
    await call(
      'KeepKeys',
      request.move ? 'move the keys into the keychain' : 'look for keys',
      request,
    ),
  );
}

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
export async function backups(): Promise<Backup[]> {
  return (await call<Backup[] | null>('Backups', 'look for backups')) ?? [];
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
