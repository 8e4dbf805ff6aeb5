// An in-memory deck that answers like App, for looking at screens and for tests of the window
// alone. Its clock is moved by whoever uses it; end-to-end tests use the real one in Go.

import type { Startup } from '../../src/lib/api/desktop';
import { statuses } from '../../src/lib/api/types';
import type {
  ActivityQuery,
  Command,
  Draft,
  ActivityExport,
  AdjustRequest,
  ExportReport,
  ExportRequest,
  FiringsRequest,
  Hold,
  HoldRequest,
  InspectRequest,
  ItemPage,
  ItemRequest,
  ItemQuery,
  ItemView,
  KeptKeys,
  KeysRequest,
  LiveEvent,
  LogLine,
  LogQuery,
  MoveRequest,
  News,
  Backup,
  DatabaseState,
  Report,
  RunQuery,
  Setting,
  Snapshot,
  SettingChange,
  Status,
  Summary,
  TaskCommand,
  TaskDraft,
  TryRequest,
  Verb,
} from '../../src/lib/api/types';
import { matches } from './filter';
import { activityPage, changes, logLines, logPage, matching, rowOf } from './history';
import { FakeJob, type Seed } from './job';
import { inspect, processors, recipes, settings } from './lists';
import { noHold } from '../../src/lib/live/hold';
import { inbox } from './news';
import { gone, refusal } from './refusal';
import { FakeTasks } from './tasks';

export class FakeDeck {
  /** The methods that were called, with their arguments, oldest first. */
  readonly calls: [method: string, ...args: unknown[]][] = [];
  readonly jobs = new Map<number, FakeJob>();
  readonly startup: Startup;
  /** What the file dialogs answer. */
  chosen = {
    list: '/home/ada/lists/targets.csv',
    export: '/home/ada/export.csv',
    file: '/home/ada/lists/targets.csv',
    folder: '/home/ada/lists',
  };
  readonly tasks: FakeTasks;
  log: LogLine[];
  news: News[];
  database: DatabaseState = { checking: false, done: 0, total: 0, problem: '' };
  readonly secrets: Record<string, boolean> = { smtp_password: false, webhook_secret: false };
  settings: Setting[] = structuredClone(settings);
  hold: Hold = noHold;
  now: number;
  readonly #emit: (events: LiveEvent[]) => void;
  #next: number;

  constructor(
    seeds: Seed[],
    now: number,
    emit: (events: LiveEvent[]) => void,
    startup?: Partial<Startup>,
    tasks: 'some' | 'none' = 'some',
  ) {
    this.now = now;
    this.#emit = emit;
    this.tasks = new FakeTasks(tasks, now, emit);
    this.news = tasks === 'some' ? inbox(now) : [];
    this.log = tasks === 'some' ? logLines(2000, now) : [];
    for (const seed of seeds) this.jobs.set(seed.id, new FakeJob(seed, now));
    this.#next = Math.max(0, ...seeds.map((seed) => seed.id)) + 1;
    this.startup = {
      version: '0.1.0-fake',
      data_dir: '/home/ada/.local/share/jobdeck',
      problem: '',
      problem_details: '',
      restorable: false,
      checking: false,
      done: 0,
      total: 0,
      warning: '',
      open_file: '',
      ...startup,
    };
  }

  /** Lets time pass: jobs at work get on, and one batch of events goes out. */
  advance(ms: number): void {
    this.now += ms;
    const changed: LiveEvent[] = [];
    for (const job of this.jobs.values()) {
      if (!this.hold.held && job.advance(ms, this.now)) changed.push(this.#event(job));
    }
    if (changed.length > 0) this.#emit(changed);
    this.tasks.advance(ms, this.now);
  }

  Startup(): Startup {
    return this.startup;
  }

  Ready(): void {}

  TryAgain(): void {
    if (this.startup.problem) throw new Error(this.startup.problem);
  }

  Backups(): Backup[] {
    const folder = `${this.startup.data_dir}/backups`;
    return [1, 2, 3].map((days) => ({
      path: `${folder}/jobdeck-${days}.db`,
      made: new Date(this.now - days * 86_400_000).setHours(3, 30, 0, 0),
      size: 2_400_000 - days * 100_000,
    }));
  }

  Restore(): void {
    Object.assign(this.startup, { problem: '', restorable: false });
    this.database = { ...this.database, problem: '' };
  }

  OpenDataFolder(): void {}

  Focused(): void {}

  Quit(): void {}

  AnswerQuit(): void {}

  News(): News[] {
    return this.news;
  }

  SeeNews(): void {
    this.news = this.news.map((one) => ({ ...one, seen: true }));
  }

  TestNews(): void {}

  Secrets(): Record<string, boolean> {
    return this.secrets;
  }

  SetSecret({ key, value }: SettingChange): void {
    this.secrets[key] = value !== '';
  }

  KeepKeys({ environment, move }: KeysRequest): KeptKeys {
    const key = /^([\w]*(?:KEY|TOKEN))=(?!secret:)(.+)$/gm;
    return {
      names: Array.from(environment.matchAll(key), ([, name]) => name ?? ''),
      environment: move ? environment.replace(key, '$1=secret:$1') : environment,
    };
  }

  Overview(): Summary {
    const counts = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<
      Status,
      number
    >;
    let rate = 0;
    for (const { snapshot } of this.jobs.values()) {
      if (snapshot.archived || snapshot.deleted) continue;
      counts[snapshot.status]++;
      rate += snapshot.rate;
    }
    return {
      counts,
      done_today: counts.completed,
      rate,
      hold: this.hold,
      version: this.startup.version,
      data_dir: this.startup.data_dir,
      database: this.database,
    };
  }

  JobIDs(filter: string): number[] {
    return [...this.jobs.values()]
      .map((job) => job.snapshot)
      .filter((snapshot) => matches(snapshot, filter))
      .sort((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status) || b.id - a.id)
      .map((snapshot) => snapshot.id);
  }

  Jobs(ids: number[]): Snapshot[] {
    return ids.flatMap((id) => this.jobs.get(id)?.snapshot ?? []);
  }

  Detail(id: number) {
    return this.#job(id).detail();
  }

  Items(query: ItemQuery): ItemPage {
    const items = this.#job(query.job).items(query);
    return { items: items.slice(0, query.limit), more: items.length > query.limit };
  }

  Item({ job, seq }: ItemRequest): ItemView {
    return this.#job(job).item(seq);
  }

  Inspect(request: InspectRequest) {
    const preview = inspect(request.path, request.full ?? false);
    preview.mapping = preview.columns.map(
      (column, index) => request.mapping?.[column] ?? preview.mapping[index] ?? '',
    );
    return preview;
  }

  Create(draft: Draft): Snapshot {
    const recipe = recipes.find((r) => r.name === draft.recipe);
    if (!recipe)
      throw { kind: 'usage', message: `no recipe is called "${draft.recipe}"`, details: '' };
    const id = this.#next++;
    const name = draft.name || (draft.path.split(/[\\/]/).at(-1) ?? '').replace(/\.\w+$/, '');
    const job = new FakeJob(
      {
        id,
        name,
        status: draft.start_paused ? 'paused' : 'running',
        total: 200,
        processor: recipe.options.processor,
        recipe: recipe.name,
      },
      this.now,
    );
    this.jobs.set(id, job);
    this.#emit([this.#event(job), this.#listEvent()]);
    return job.snapshot;
  }

  Try({ rows }: TryRequest): ItemView[] {
    const job = new FakeJob({ id: 0, name: 'try', status: 'completed', total: rows }, this.now);
    return job.items({ job: 0, limit: rows }).slice(0, rows);
  }

  Apply(command: Command): Report {
    const ids = command.all ? this.JobIDs(command.filter ?? '') : (command.jobs ?? []);
    const report: Report = { verb: command.verb, done: [], left_out: [] };
    for (const id of ids) {
      const job = this.jobs.get(id);
      if (!job) report.left_out.push({ job: id, why: gone(id), reason: gone(id), refused: false });
      else if (!job.snapshot.verbs.includes(command.verb)) {
        report.left_out.push({
          job: id,
          ...refusal(command.verb, job.snapshot.status),
          refused: true,
        });
      } else report.done.push(this.#do(command.verb, job));
    }
    // As Go does: of many it is told only that they changed.
    const told = ids.length <= 50 ? report.done : [];
    this.#emit([...told.map((id) => this.#event(this.#job(id))), this.#listEvent()]);
    return report;
  }

  Adjust({ job: id, changes }: AdjustRequest): Snapshot {
    const job = this.#job(id);
    job.snapshot = {
      ...job.snapshot,
      name: changes.name ?? job.snapshot.name,
      concurrency: changes.concurrency ?? job.snapshot.concurrency,
      rate_per_minute: changes.rate_per_minute ?? job.snapshot.rate_per_minute,
      retries: changes.retries ?? job.snapshot.retries,
    };
    Object.assign(job.options, changes);
    this.#emit([this.#event(job)]);
    return job.snapshot;
  }

  Move({ job }: MoveRequest): void {
    const { status } = this.#job(job).snapshot;
    if (status !== 'queued') {
      throw { kind: 'refused', message: `can't move a job that is ${status}`, details: '' };
    }
    this.#emit([this.#listEvent()]);
  }

  Hold({ why = '', until = 0 }: HoldRequest): Hold {
    return this.#holds({ ...noHold, held: true, who: 'ada', why, since: this.now, until });
  }

  Release(): Hold {
    return this.#holds(noHold);
  }

  Export(request: ExportRequest): ExportReport {
    return { path: request.path, rows: this.#job(request.job).snapshot.total };
  }

  Processors = () => processors;
  Recipes = () => recipes;
  SaveRecipe(): void {}
  DeleteRecipe(): void {}
  Settings = () => this.settings;

  SetSetting({ key, value }: SettingChange): void {
    const setting = this.settings.find((s) => s.key === key);
    if (!setting) throw { kind: 'usage', message: `no setting is called "${key}"`, details: '' };
    setting.value = value;
    this.#emit([{ topic: 'settings', key, at: this.now }]);
  }

  Tasks = () => this.tasks.list();
  Task = (id: number) => this.tasks.one(id);
  Works = () => this.tasks.works();
  SaveTask = (draft: TaskDraft) => this.tasks.save(draft);
  ApplyTask = (command: TaskCommand) => this.tasks.apply(command);
  TryTask = (id: number) => this.tasks.try(id);
  Firings = ({ schedule, count }: FiringsRequest) => this.tasks.firings(schedule, count);
  Runs = (query: RunQuery) => this.tasks.page(query);
  Activity = (query: ActivityQuery) => activityPage(this.#happened(), query);
  ExportActivity = ({ query, path }: ActivityExport): ExportReport => ({
    path,
    rows: matching(this.#happened(), query).length,
  });
  Logs = (query: LogQuery) => logPage(this.log, query);
  ChooseFile = () => this.chosen.file;
  ChooseFolder = () => this.chosen.folder;
  ChooseList = () => this.chosen.list;
  ChooseExport = () => this.chosen.export;
  SampleList = () => '/usr/share/jobdeck/sample.csv';
  RevealFile(): void {}

  #happened() {
    const some = this.tasks.tasks.size > 0 ? changes(600, this.now) : [];
    return [...some, ...this.tasks.runs.map(rowOf)];
  }

  #do(verb: Verb, job: FakeJob): number {
    if (verb === 'duplicate' || verb === 'run_rest') return this.#copy(job);
    job.do(verb, this.now);
    return job.snapshot.id;
  }

  #copy(job: FakeJob): number {
    const id = this.#next++;
    const { name, total, processor, recipe } = job.snapshot;
    const seed = { id, name: `${name} copy`, total, processor, recipe, status: 'queued' as const };
    this.jobs.set(id, new FakeJob(seed, this.now));
    return id;
  }

  #holds(hold: Hold): Hold {
    this.hold = hold;
    for (const job of this.jobs.values()) {
      job.held = hold.held;
      job.recount(this.now);
    }
    const running = [...this.jobs.values()].filter(({ snapshot }) => snapshot.status === 'running');
    this.#emit([
      ...running.map((job) => this.#event(job)),
      { topic: 'hold', key: '', at: this.now, hold },
    ]);
    return hold;
  }

  #job(id: number): FakeJob {
    const job = this.jobs.get(id);
    if (!job) throw { kind: 'not_found', message: gone(id), details: '' };
    return job;
  }

  #event({ snapshot }: FakeJob): LiveEvent {
    const topic = snapshot.deleted > 0 || snapshot.archived ? 'gone' : 'job';
    return { topic, key: String(snapshot.id), at: this.now, job: snapshot };
  }

  #listEvent(): LiveEvent {
    return { topic: 'jobs', key: '', at: this.now };
  }
}
