// A job while it is put together: the list, the recipe, the run. What the three steps show is in
// here; what is right and wrong in the end Go decides.
import type {
  TryRequest,
  Doubt,
  Draft,
  InspectRequest,
  ItemView,
  JobDetail,
  JobID,
  Match,
  Preview,
  ProcessorSpec,
  Reading,
  Recipe,
  Snapshot,
} from '$lib/api';
import { hasErrors, runErrors, runFields, type RunErrors, type RunFields } from '$views/parts/run';
import { windowOf } from '$views/parts/window';
import { cards, type Card } from '$views/parts/cards';
import { doubtsLeft, mappingFor, missingWords, rematch } from './match';
import { formErrors, formValues } from '$views/parts/form';
import { nameFrom } from '$views/parts/path';
import { recall, remember, type Remembered } from './remember';

export type StepID = 'list' | 'recipe' | 'run';
/** When the job starts; on a schedule, a task is made instead of a job. */
export type StartMode = 'now' | 'paused' | 'schedule';

export const steps: readonly StepID[] = ['list', 'recipe', 'run'];

/** What a draft asks of Go. */
export interface Door {
  inspect(request: InspectRequest): Promise<Preview>;
  create(draft: Draft): Promise<Snapshot>;
  detail(id: JobID): Promise<Pick<JobDetail, 'options'>>;
  tryRows(question: TryRequest): Promise<ItemView[]>;
  processors(): Promise<ProcessorSpec[]>;
  recipes(): Promise<Recipe[]>;
  saveRecipe(recipe: Recipe): Promise<void>;
}

/** How many rows "Try first 10" tries. */
export const tryCount = 10;

export class NewJob {
  step = $state<StepID>('list');

  path = $state('');
  preview = $state.raw<Preview>();
  mapping = $state.raw<Match[]>([]);
  /** How the list is read where somebody has said so. */
  how = $state.raw<Reading>({});
  /** What to look at about the matches; what was matched by hand is not doubted any more. */
  doubts = $state.raw<Doubt[]>([]);
  /** The file is read: far enough to show it, or (in the background) to its end. */
  reading = $state<'' | 'start' | 'whole'>('');
  readProblem = $state.raw<unknown>();

  cards = $state.raw<Card[]>([]);
  cardsProblem = $state.raw<unknown>();
  chosen = $state('');
  set = $state<Record<string, string>>({});

  run = $state<RunFields>(runFields({}));
  name = $state('');
  startMode = $state<StartMode>('now');

  trying = $state(false);
  tried = $state.raw<ItemView[]>();
  tryProblem = $state.raw<unknown>();

  creating = $state(false);
  createProblem = $state.raw<unknown>();

  /** Errors of fields are shown once somebody tried to go on, not while they still type. */
  checked = $state(false);

  readonly #door: Door;
  readonly #store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly #memory: Remembered;
  /** What the fields held before somebody changed them: by list, and by recipe. */
  #listBasis = $state('');
  #recipeBasis = $state('');
  #triedWith = $state('');
  #chosenByHand = false;
  #matchedByHand = false;
  #asked = 0;
  #tries = 0;

  constructor(
    door: Door,
    store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = localStorage,
  ) {
    this.#door = door;
    this.#store = store;
    this.#memory = recall(store);
    this.startMode = this.#memory.startPaused ? 'paused' : 'now';
  }

  readonly card: Card | undefined = $derived(this.cards.find((card) => card.name === this.chosen));
  readonly noun: string = $derived(this.card?.spec.noun ?? 'row');
  readonly setErrors: Record<string, string> = $derived(
    formErrors(this.card?.spec.options, this.set),
  );
  readonly runErrors: RunErrors = $derived(runErrors(this.run));
  /** Why the recipe can't work with this list, or empty. */
  readonly matchProblem: string = $derived(
    this.preview ? missingWords(this.card?.spec, this.mapping) : '',
  );
  /** The list can be used: it was read and holds rows. */
  readonly listReady: boolean = $derived(
    this.preview !== undefined && this.preview.rows.length > 0 && this.reading !== 'start',
  );
  readonly recipeReady: boolean = $derived(
    this.card !== undefined && Object.keys(this.setErrors).length === 0,
  );
  readonly runReady: boolean = $derived(!hasErrors(this.runErrors));
  /** Everything is there to start now. */
  readonly ready: boolean = $derived(
    this.listReady && this.recipeReady && this.runReady && this.matchProblem === '',
  );
  /** Something typed or matched by hand would be lost. */
  readonly dirty: boolean = $derived(
    (this.preview !== undefined && this.#listBasis !== this.#listNow()) ||
      (this.card !== undefined && this.#recipeBasis !== this.#recipeNow()),
  );
  /** The recipe as it stands here is not the one that is saved: a schedule would not know the difference. */
  readonly changedRecipe: boolean = $derived(
    this.card !== undefined && this.#savedRecipe(this.card) !== this.#recipeNow(),
  );
  /** What was tried is not what would be started now. */
  readonly triedStale: boolean = $derived(
    this.tried !== undefined && this.#triedWith !== this.#tryNow(),
  );

  #listNow(): string {
    return JSON.stringify([this.name, this.mapping]);
  }

  #recipeNow(): string {
    return JSON.stringify([this.set, this.run]);
  }

  /** The recipe with its own options, without those of last time. */
  #savedRecipe(card: Card): string {
    return JSON.stringify([
      formValues(card.spec.options, card.options.set),
      runFields(card.options),
    ]);
  }

  #tryNow(): string {
    return JSON.stringify([
      this.path,
      this.how,
      this.preview?.sheet,
      this.mapping,
      this.chosen,
      this.set,
    ]);
  }

  async open(): Promise<void> {
    this.cardsProblem = undefined;
    try {
      const [specs, recipes] = await Promise.all([this.#door.processors(), this.#door.recipes()]);
      this.cards = cards(specs, recipes);
      this.#suggest();
    } catch (error) {
      this.cardsProblem = error;
    }
  }

  /** Takes a list: shows its beginning as soon as it is read, and reads on to its end meanwhile. */
  async take(path: string, how: Reading = {}): Promise<void> {
    const asked = ++this.#asked;
    const another = path !== this.path;
    this.how = how;
    this.path = path;
    this.preview = another ? undefined : this.preview;
    this.readProblem = undefined;
    this.createProblem = undefined;
    this.tried = undefined;
    this.reading = 'start';
    try {
      const preview = await this.#door.inspect({ path, ...how });
      if (asked !== this.#asked) return;
      this.preview = preview;
      this.mapping = [...preview.mapping];
      this.doubts = preview.doubts;
      this.#matchedByHand = false;
      if (another) this.name = nameFrom(preview.name || path);
      this.#listBasis = this.#listNow();
    } catch (error) {
      if (asked !== this.#asked) return;
      this.preview = undefined;
      this.readProblem = error;
      this.reading = '';
      return;
    }
    await this.#readWhole(asked);
  }

  /** Gives a column a meaning, or takes it away. */
  match(column: number, field: Match): void {
    if (!this.preview) return;
    this.mapping = rematch(this.mapping, column, field);
    this.doubts = doubtsLeft(this.doubts, this.preview.columns[column] ?? '', field);
    this.#matchedByHand = true;
    // Which rows are the same depends on which column is the company: count again.
    void this.#readWhole(++this.#asked);
  }

  async #readWhole(asked: number): Promise<void> {
    const preview = this.preview;
    if (!preview) return;
    this.reading = 'whole';
    try {
      const whole = await this.#door.inspect({
        path: this.path,
        ...this.how,
        sheet: preview.sheet,
        full: true,
        mapping: mappingFor(preview.columns, this.mapping),
      });
      if (asked !== this.#asked) return;
      // A row further down may have brought a column that the beginning did not know.
      if (whole.columns.length > this.mapping.length) {
        this.mapping = [...this.mapping, ...whole.mapping.slice(this.mapping.length)];
        if (!this.#matchedByHand) this.#listBasis = this.#listNow();
      }
      this.preview = whole;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.readProblem = error;
    }
    this.reading = '';
  }

  choose(name: string): void {
    this.#chosenByHand = true;
    this.#take(name);
    this.tried = undefined;
    this.tryProblem = undefined;
    this.createProblem = undefined;
  }

  /**
   * Until a person chose one: the recipe of last time, else the first that needs nothing filled in.
   * A column that it misses is asked for; another recipe in its place would be a surprise.
   */
  #suggest(): void {
    if (this.#chosenByHand || this.cards.length === 0) return;
    const works = (card: Card) =>
      Object.keys(formErrors(card.spec.options, this.#valuesFor(card))).length === 0;
    const last = this.cards.find((card) => card.name === this.#memory.recipe);
    const suggested = last ?? this.cards.find(works) ?? this.cards[0];
    if (suggested && suggested.name !== this.chosen) this.#take(suggested.name);
  }

  #take(name: string): void {
    const card = this.cards.find((candidate) => candidate.name === name);
    if (!card) return;
    this.chosen = name;
    this.checked = false;
    this.set = this.#valuesFor(card);
    const fields = runFields(card.options);
    const last = card.builtIn ? this.#memory.runs?.[name] : undefined;
    if (last) {
      fields.concurrency = last.concurrency ?? fields.concurrency;
      fields.rate = last.rate ?? fields.rate;
      fields.retries = last.retries ?? fields.retries;
      fields.errorLimit = last.errorLimit ?? fields.errorLimit;
    }
    fields.window = this.run.window.on ? this.run.window : fields.window;
    this.run = fields;
    this.#recipeBasis = this.#recipeNow();
  }

  /** A recipe that was saved by hand comes as it was saved; a built-in one as it was used last. */
  #valuesFor(card: Card): Record<string, string> {
    const last = card.builtIn ? this.#memory.set?.[card.name] : undefined;
    return formValues(card.spec.options, last, card.options.set);
  }

  /** Runs the first rows and keeps what came out. Only the last try counts. */
  async attempt(): Promise<void> {
    const number = ++this.#tries;
    const triedWith = this.#tryNow();
    this.trying = true;
    this.tryProblem = undefined;
    try {
      const tried = await this.#door.tryRows({ ...this.draft(), rows: tryCount });
      if (number !== this.#tries) return;
      this.tried = tried;
      this.#triedWith = triedWith;
    } catch (error) {
      if (number !== this.#tries) return;
      this.tried = undefined;
      this.tryProblem = error;
    }
    this.trying = false;
  }

  /** Starts the job. Gives it back, or nothing when it could not be started: createProblem says why. */
  async start(): Promise<Snapshot | undefined> {
    this.checked = true;
    if (!this.ready || this.creating) return undefined;
    this.creating = true;
    this.createProblem = undefined;
    try {
      const job = await this.#door.create({
        ...this.draft(),
        start_paused: this.startMode === 'paused',
      });
      await this.#keep(job.id);
      return job;
    } catch (error) {
      this.createProblem = error;
      return undefined;
    } finally {
      this.creating = false;
    }
  }

  async saveRecipe(name: string, description: string): Promise<void> {
    const card = this.card;
    if (!card) return;
    const draft = this.draft();
    await this.#door.saveRecipe({
      name: name.trim(),
      description: description.trim(),
      built_in: false,
      options: {
        processor: card.processor,
        set: { ...draft.set },
        concurrency: draft.options?.concurrency ?? card.options.concurrency,
        rate_per_minute: draft.options?.rate_per_minute ?? 0,
        retries: draft.options?.retries ?? 0,
        retry_delay_ms: card.options.retry_delay_ms ?? 0,
        max_error_rate: draft.max_error_rate ?? 0,
        window: draft.options?.window,
      },
    });
    await this.open();
    this.choose(name.trim());
  }

  /** What Go takes. */
  draft(): Draft {
    const window = windowOf(this.run.window);
    return {
      name: this.name.trim(),
      path: this.path,
      ...this.how,
      sheet: this.preview?.sheet ?? '',
      mapping: mappingFor(this.preview?.columns ?? [], this.mapping),
      recipe: this.chosen,
      set: { ...this.set },
      options: {
        concurrency: this.run.concurrency,
        rate_per_minute: this.run.rate,
        retries: this.run.retries,
        ...(window ? { window } : { clear_window: true }),
      },
      max_error_rate: this.run.errorLimit / 100,
    };
  }

  async #keep(id: JobID): Promise<void> {
    const memory = this.#memory;
    memory.recipe = this.chosen;
    memory.set = { ...memory.set, [this.chosen]: await this.#shown(id) };
    const run = {
      concurrency: this.run.concurrency,
      rate: this.run.rate,
      retries: this.run.retries,
      errorLimit: this.run.errorLimit,
    };
    memory.runs = { ...memory.runs, [this.chosen]: run };
    memory.startPaused = this.startMode === 'paused';
    remember(memory, this.#store);
  }

  /** The options that may be seen: what Go masks has a key in it, and is kept nowhere but there. */
  async #shown(id: JobID): Promise<Record<string, string>> {
    const chosen = { ...this.set };
    try {
      const { set = {} } = (await this.#door.detail(id)).options;
      return Object.fromEntries(
        Object.entries(chosen).filter(([key, value]) => set[key] === value),
      );
    } catch {
      return {}; // only the convenience is lost
    }
  }
}
