// A task while it is put together or changed. What is right and wrong in the end Go decides.
import type {
  FiringsRequest,
  Firings,
  MissedPolicy,
  Overlap,
  ProcessorSpec,
  Recipe,
  Schedule,
  TaskDraft,
  TaskView,
  TaskWork,
} from '$lib/api';
import { DeckError } from '$lib/api';
import { cards, type Card } from '$views/parts/cards';
import { nameFrom } from '$views/parts/path';
import { formErrors, formValues } from '$views/parts/form';
import { When } from './when.svelte';

/** What a form asks of Go. */
export interface Door {
  works(): Promise<TaskWork[]>;
  recipes(): Promise<Recipe[]>;
  processors(): Promise<ProcessorSpec[]>;
  firings(question: FiringsRequest): Promise<Firings>;
  saveTask(draft: TaskDraft): Promise<TaskView>;
}

/** How many firings are shown ahead. */
export const firingCount = 5;

export class TaskForm {
  /** The task that is changed; nothing makes a new one. */
  readonly task: TaskView | undefined;

  works = $state.raw<readonly TaskWork[]>([]);
  recipes = $state.raw<readonly Card[]>([]);
  loaded = $state(false);
  loadProblem = $state.raw<unknown>();

  name = $state('');
  group = $state('My tasks');
  description = $state('');
  does = $state('');
  settings = $state<Record<string, string>>({});
  when: When;
  missed = $state<MissedPolicy>('run_once');
  missedCap = $state(100);
  overlap = $state<Overlap>('skip');
  enabled = $state(true);

  firings = $state.raw<Firings>();
  saving = $state(false);
  saveProblem = $state.raw<unknown>();
  /** Errors of fields are shown once somebody tried to save, not while they still type. */
  checked = $state(false);
  /** What Go said of single fields, until they change. */
  refused = $state.raw<{ field: string; value: string; message: string }>();

  readonly #door: Door;
  readonly #taken: () => readonly { id: number; name: string }[];
  readonly #given: { recipe: string; file: string };
  #basis = $state('');
  #asked = 0;

  constructor(
    door: Door,
    task: TaskView | undefined,
    given: { recipe: string; file: string },
    taken: () => readonly { id: number; name: string }[] = () => [],
    now = Date.now(),
  ) {
    this.#door = door;
    this.#taken = taken;
    this.#given = given;
    this.task = task;
    this.when = new When(task?.schedule, now);
    if (task) {
      this.name = task.name;
      this.group = task.group;
      this.description = task.description;
      this.does = task.does;
      this.missed = task.missed;
      this.missedCap = task.missed_cap || this.missedCap;
      this.overlap = task.overlap;
      this.enabled = task.enabled;
    } else if (given.file !== '') {
      this.name = nameFrom(given.file);
    }
  }

  readonly work: TaskWork | undefined = $derived(
    this.works.find((work) => work.does === this.does),
  );
  /** What a task of one's own can do; a task that comes with Jobdeck stays what it is. */
  readonly choices: readonly TaskWork[] = $derived(this.works.filter((work) => !work.shipped));

  readonly nameError: string = $derived.by(() => {
    const name = this.name.trim();
    if (name === '') return this.checked ? 'A name is needed.' : '';
    const twin = this.#taken().find(
      (one) => one.id !== this.task?.id && one.name.toLowerCase() === name.toLowerCase(),
    );
    if (twin) return 'Another task is called that.';
    return this.#refusal('name', this.name);
  });

  readonly settingErrors: Record<string, string> = $derived.by(() => {
    const errors = this.checked ? formErrors(this.work?.settings, this.settings) : {};
    const refused = this.refused;
    if (refused && refused.field !== 'name' && !errors[refused.field]) {
      const message = this.#refusal(refused.field, this.settings[refused.field] ?? '');
      if (message) errors[refused.field] = message;
    }
    return errors;
  });

  /** What is wrong with the schedule: shown while it is typed. */
  get whenProblem(): string {
    const { problem, schedule } = this.when;
    if (problem !== '') return problem;
    if (schedule.kind === 'once' && this.enabled && (schedule.at ?? 0) <= Date.now())
      return 'That time has passed.';
    return this.firings?.problem ?? '';
  }

  readonly ready: boolean = $derived(
    this.work !== undefined &&
      this.name.trim() !== '' &&
      (this.nameError === '' || this.refused !== undefined) &&
      Object.keys(formErrors(this.work?.settings, this.settings)).length === 0 &&
      this.whenProblem === '',
  );

  /** Something would be lost. */
  readonly dirty: boolean = $derived(this.loaded && this.#basis !== this.#now());

  async open(): Promise<void> {
    this.loadProblem = undefined;
    try {
      const [works, recipes, specs] = await Promise.all([
        this.#door.works(),
        this.#door.recipes(),
        this.#door.processors(),
      ]);
      this.works = works;
      this.recipes = cards(specs, recipes);
      if (this.task) this.settings = formValues(this.work?.settings, this.task.settings);
      else this.choose(this.does || (this.choices[0]?.does ?? ''));
      this.#basis = this.#now();
      this.loaded = true;
    } catch (error) {
      this.loadProblem = error;
    }
  }

  /** Chooses what it does, with the settings that belong to it. */
  choose(does: string): void {
    this.does = does;
    this.settings = formValues(this.work?.settings, this.#prefilled());
    this.refused = undefined;
  }

  /** A recipe and a file that were given along stand in the settings of their kind. */
  #prefilled(): Record<string, string> {
    const values: Record<string, string> = {};
    for (const { key, kind } of this.work?.settings ?? []) {
      if (kind === 'recipe' && this.#given.recipe !== '') values[key] = this.#given.recipe;
      if (kind === 'file' && this.#given.file !== '') values[key] = this.#given.file;
    }
    return values;
  }

  /** Asks what the schedule comes to. Only the last asking counts. */
  async look(schedule: Schedule): Promise<void> {
    const asked = ++this.#asked;
    try {
      const firings = await this.#door.firings({ schedule, count: firingCount });
      if (asked === this.#asked) this.firings = firings;
    } catch (error) {
      if (asked !== this.#asked) return;
      const message = error instanceof Error ? error.message : String(error);
      this.firings = { times: [], problem: message, words: '', note: '' };
    }
  }

  /** Saves it. Gives the task back, or nothing: then the fields or saveProblem say why. */
  async save(): Promise<TaskView | undefined> {
    this.checked = true;
    this.saveProblem = undefined;
    if (!this.ready || this.saving) return undefined;
    this.refused = undefined;
    this.saving = true;
    try {
      return await this.#door.saveTask(this.draft());
    } catch (error) {
      this.#blame(error);
      return undefined;
    } finally {
      this.saving = false;
    }
  }

  draft(): TaskDraft {
    return {
      id: this.task?.id ?? 0,
      name: this.name.trim(),
      group: this.group.trim(),
      description: this.description.trim(),
      does: this.does,
      settings: { ...this.settings },
      schedule: this.when.schedule,
      missed: this.missed,
      missed_cap: this.missedCap,
      overlap: this.overlap,
      enabled: this.enabled,
    };
  }

  /** A refusal stands at the field that it is about; what is about none stands by the button. */
  #blame(error: unknown): void {
    this.saveProblem = error;
    if (!(error instanceof DeckError) || error.kind !== 'usage') return;
    const { field, message } = error;
    if (field !== 'name' && !this.work?.settings.some(({ key }) => key === field)) return;
    const value = field === 'name' ? this.name : (this.settings[field] ?? '');
    this.refused = { field, value, message };
    this.saveProblem = undefined;
  }

  #refusal(field: string, value: string): string {
    const refused = this.refused;
    return refused?.field === field && refused.value === value ? refused.message : '';
  }

  #now(): string {
    return JSON.stringify(this.draft());
  }
}
