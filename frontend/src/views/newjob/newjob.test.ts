import { describe, expect, it, vi } from 'vitest';
import type {
  Doubt,
  ItemView,
  Preview,
  ProcessorOption,
  ProcessorSpec,
  Recipe,
  Snapshot,
} from '$lib/api';
import { cards } from './cards';
import { NewJob, type Door } from './draft.svelte';
import { encodingOptions, headerOptions } from './found';
import {
  doubtsLeft,
  fieldOptions,
  layoutWords,
  mappingFor,
  matchLabel,
  missingWords,
  optionsFor,
  rematch,
} from './match';
import { optionErrors, optionValues } from './options';
import { dropped, fileName, nameFrom, pathFrom } from './path';
import { recall, remember } from './remember';

function option(key: string, more: Partial<ProcessorOption> = {}): ProcessorOption {
  return {
    key,
    label: key,
    help: '',
    kind: 'text',
    choices: [],
    default: '',
    required: false,
    ...more,
  };
}

const clean: ProcessorSpec = {
  name: 'preprocess',
  label: 'Clean',
  summary: 'Normalises names and domains.',
  noun: 'account',
  needs: ['company_name'],
  options: [
    option('liveness', { kind: 'choice', choices: ['off', 'dns', 'http'], default: 'off' }),
  ],
  cleans: true,
  retries: 1,
};
const command: ProcessorSpec = {
  name: 'command',
  label: 'Command',
  summary: 'Runs a program for each row.',
  noun: 'row',
  needs: [],
  options: [
    option('program', { required: true }),
    option('timeout', { kind: 'number', default: '60' }),
  ],
  cleans: false,
  retries: 0,
};
const recipes: Recipe[] = [
  {
    name: 'preprocess',
    description: '',
    built_in: true,
    options: { processor: 'preprocess', concurrency: 8, retries: 1 },
  },
  {
    name: 'Nightly enrich',
    description: 'Ours',
    built_in: false,
    options: {
      processor: 'command',
      set: { program: '/usr/bin/enrich' },
      concurrency: 2,
      retries: 3,
      max_error_rate: 0.2,
    },
  },
];

const preview: Preview = {
  format: 'csv',
  encoding: 'UTF-8',
  encoding_sample: '',
  header_row: 1,
  results: [],
  delimiter: ',',
  sheets: [],
  sheet: '',
  columns: ['Account Name', 'Website', 'Notes'],
  mapping: ['company_name', 'domain', ''],
  doubts: [],
  name: 'targets.csv',
  size: 1000,
  rows: [['3M', '3m.com', '']],
  total: -1,
  duplicates: 0,
  near: 0,
  problems: [],
  problem_count: 0,
};

function storage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

function setup(more: Partial<Door> = {}, store = storage()) {
  let created: Record<string, string> = {};
  const door = {
    inspect: vi.fn<Door['inspect']>((request) =>
      Promise.resolve(request.full ? { ...preview, total: 1240, duplicates: 3 } : preview),
    ),
    create: vi.fn<Door['create']>(({ set = {} }) => {
      created = set;
      return Promise.resolve({ id: 7 } as Snapshot);
    }),
    // As Go shows them: what has a key in it is masked.
    detail: vi.fn<Door['detail']>(() => {
      const shown = Object.entries(created).map(([key, value]) => [
        key,
        value.replace(/(?<=TOKEN=).*/, '••••••3f9a'),
      ]);
      return Promise.resolve({
        options: {
          processor: 'command',
          concurrency: 1,
          retries: 0,
          set: Object.fromEntries(shown) as Record<string, string>,
        },
      });
    }),
    tryRows: vi.fn<Door['tryRows']>(() => Promise.resolve([])),
    processors: vi.fn<Door['processors']>(() => Promise.resolve([clean, command])),
    recipes: vi.fn<Door['recipes']>(() => Promise.resolve(recipes)),
    saveRecipe: vi.fn<Door['saveRecipe']>(() => Promise.resolve()),
    ...more,
  };
  return { door, store, job: new NewJob(door, store) };
}

describe('a new job', () => {
  it('can be started as soon as a file was dropped, with defaults that make sense', async () => {
    const { job, door } = setup();
    await job.open();
    await job.take('/lists/targets.csv');
    expect(job.ready).toBe(true);
    expect((await job.start())?.id).toBe(7);
    expect(door.create).toHaveBeenCalledWith(
      expect.objectContaining({
        path: '/lists/targets.csv',
        recipe: 'preprocess',
        name: 'targets',
        set: { liveness: 'off' },
        start_paused: false,
      }),
    );
  });

  it('shows the beginning of a list at once and counts the rest meanwhile', async () => {
    let finish: (whole: Preview) => void = () => {};
    const { job } = setup({
      inspect: (request) =>
        request.full ? new Promise((resolve) => (finish = resolve)) : Promise.resolve(preview),
    });
    await job.open();
    const taking = job.take('/lists/targets.csv');
    await vi.waitFor(() => expect(job.reading).toBe('whole'));
    expect(job.preview?.total).toBe(-1);
    expect(job.ready).toBe(true);
    finish({ ...preview, total: 1240 });
    await taking;
    expect(job.preview?.total).toBe(1240);
    expect(job.reading).toBe('');
  });

  it('shows the list that was chosen last, whichever answer comes last', async () => {
    const answers: ((value: Preview) => void)[] = [];
    const { job } = setup({ inspect: () => new Promise((resolve) => answers.push(resolve)) });
    const first = job.take('/lists/first.csv');
    const second = job.take('/lists/second.csv');
    answers[1]?.({ ...preview, name: 'second.csv' });
    await vi.waitFor(() => expect(job.preview?.name).toBe('second.csv'));
    answers[0]?.({ ...preview, name: 'first.csv' });
    await first;
    expect(job.preview?.name).toBe('second.csv');
    answers[2]?.({ ...preview, name: 'second.csv', total: 5 });
    await second;
    expect(job.preview?.total).toBe(5);
  });

  it('says why a list can not be read, and takes another', async () => {
    const { job } = setup({
      inspect: (request) =>
        request.path.endsWith('.bin')
          ? Promise.reject(new Error('no list'))
          : Promise.resolve(preview),
    });
    await job.open();
    await job.take('/lists/photo.bin');
    expect(job.readProblem).toEqual(new Error('no list'));
    expect(job.ready).toBe(false);
    await job.take('/lists/targets.csv');
    expect(job.readProblem).toBeUndefined();
    expect(job.ready).toBe(true);
  });

  it('does not start without a column that the recipe needs, and starts once it is matched', async () => {
    const blank = { ...preview, mapping: ['' as const, '' as const, '' as const] };
    const { job, door } = setup({ inspect: vi.fn(() => Promise.resolve(blank)) });
    await job.open();
    job.choose('preprocess');
    await job.take('/lists/targets.csv');
    expect(job.matchProblem).toContain('company');
    expect(await job.start()).toBeUndefined();
    expect(door.create).not.toHaveBeenCalled();
    job.match(0, 'company_name');
    expect(job.matchProblem).toBe('');
    expect(job.draft().mapping).toEqual({ 'Account Name': 'company_name', Website: '', Notes: '' });
    await job.start();
    expect(door.create).toHaveBeenCalledOnce();
  });

  it('asks for a missing column instead of taking another recipe by itself', async () => {
    const { job } = setup();
    await job.open();
    await job.take('/lists/targets.csv');
    job.match(0, '');
    expect(job.chosen).toBe('preprocess');
    expect(job.matchProblem).toContain('company');
    expect(job.ready).toBe(false);
  });

  it('suggests no recipe whose options have to be filled in first', async () => {
    const { job } = setup({ processors: () => Promise.resolve([command, clean]) });
    await job.open();
    expect(job.chosen).toBe('preprocess');
  });

  it('does not take a recipe away that was chosen by hand', async () => {
    const { job } = setup();
    await job.open();
    job.choose('command');
    await job.take('/lists/targets.csv');
    expect(job.chosen).toBe('command');
    expect(job.setErrors).toEqual({ program: 'program is needed.' });
    expect(job.ready).toBe(false);
  });

  it('begins as the last one was, in another window too', async () => {
    const store = storage();
    const first = setup({}, store).job;
    await first.open();
    await first.take('/lists/targets.csv');
    first.set['liveness'] = 'dns';
    first.run.concurrency = 12;
    first.startMode = 'paused';
    await first.start();

    const next = setup({}, store).job;
    await next.open();
    expect(next.chosen).toBe('preprocess');
    expect(next.set).toEqual({ liveness: 'dns' });
    expect(next.run.concurrency).toBe(12);
    expect(next.startMode).toBe('paused');
    expect(next.path).toBe('');
  });

  it('takes a saved recipe as it was saved', async () => {
    const { job } = setup();
    await job.open();
    job.choose('Nightly enrich');
    expect(job.set).toEqual({ program: '/usr/bin/enrich', timeout: '60' });
    expect(job.run).toMatchObject({ concurrency: 2, retries: 3, errorLimit: 20 });
    expect(job.draft().max_error_rate).toBe(0.2);
  });

  it('keeps everything when Go refuses it, and can be started again', async () => {
    const create = vi
      .fn<Door['create']>()
      .mockRejectedValueOnce(new Error('the file changed'))
      .mockResolvedValueOnce({ id: 8 } as Snapshot);
    const { job } = setup({ create });
    await job.open();
    await job.take('/lists/targets.csv');
    expect(await job.start()).toBeUndefined();
    expect(job.createProblem).toEqual(new Error('the file changed'));
    expect(job.creating).toBe(false);
    expect((await job.start())?.id).toBe(8);
  });

  it('is not started twice by two presses', async () => {
    let finish: (job: Snapshot) => void = () => {};
    const create = vi.fn<Door['create']>(() => new Promise((resolve) => (finish = resolve)));
    const { job } = setup({ create });
    await job.open();
    await job.take('/lists/targets.csv');
    const first = job.start();
    expect(await job.start()).toBeUndefined();
    finish({ id: 9 } as Snapshot);
    expect((await first)?.id).toBe(9);
    expect(create).toHaveBeenCalledOnce();
  });

  it('says that what was tried is not what would be started now', async () => {
    const { job } = setup();
    await job.open();
    await job.take('/lists/targets.csv');
    await job.attempt();
    expect(job.triedStale).toBe(false);
    job.set['liveness'] = 'dns';
    expect(job.triedStale).toBe(true);
    await job.attempt();
    expect(job.triedStale).toBe(false);
  });

  it('shows only the last try, whichever answer comes last', async () => {
    const answers: ((items: ItemView[]) => void)[] = [];
    const { job } = setup({ tryRows: () => new Promise((resolve) => answers.push(resolve)) });
    await job.open();
    await job.take('/lists/targets.csv');
    const first = job.attempt();
    const second = job.attempt();
    answers[1]?.([{ seq: 2 } as ItemView]);
    await second;
    answers[0]?.([{ seq: 1 } as ItemView]);
    await first;
    expect(job.tried?.map((item) => item.seq)).toEqual([2]);
    expect(job.trying).toBe(false);
  });

  it('asks before it is thrown away only when something was changed by hand', async () => {
    const { job } = setup();
    await job.open();
    await job.take('/lists/targets.csv');
    expect(job.dirty).toBe(false);
    job.match(2, 'owner');
    expect(job.dirty).toBe(true);
    job.match(2, '');
    expect(job.dirty).toBe(false);
    job.run.concurrency = 9;
    expect(job.dirty).toBe(true);
  });

  it('is saved as a recipe with all its options', async () => {
    const { job, door } = setup();
    await job.open();
    job.choose('preprocess');
    job.run.rate = 30;
    await job.saveRecipe(' Gentle clean ', 'For partners');
    expect(door.saveRecipe).toHaveBeenCalledWith({
      name: 'Gentle clean',
      description: 'For partners',
      built_in: false,
      options: expect.objectContaining({
        processor: 'preprocess',
        set: { liveness: 'off' },
        concurrency: 8,
        rate_per_minute: 30,
      }) as Recipe['options'],
    });
  });
});

describe('the recipes to choose from', () => {
  it('hold a bare processor for which no recipe is built in, then the saved ones', () => {
    expect(cards([clean, command], recipes).map((card) => [card.name, card.label])).toEqual([
      ['preprocess', 'Clean'],
      ['command', 'Command'],
      ['Nightly enrich', 'Nightly enrich'],
    ]);
  });

  it('leave out a recipe whose processor is not there', () => {
    const foreign: Recipe = {
      name: 'Old',
      description: '',
      built_in: false,
      options: { processor: 'gone', concurrency: 1, retries: 0 },
    };
    expect(cards([clean], [foreign]).map((card) => card.name)).toEqual(['preprocess']);
  });
});

describe('how a list is read', () => {
  it('shows what was found first, and what can be said instead', () => {
    const found = { header_row: 4, encoding: 'windows-1250', encoding_sample: 'Żabka' };
    expect(headerOptions(found, {})[0]).toEqual({ value: '', label: 'Header in row 4' });
    expect(headerOptions({ header_row: 0 }, {})[0]?.label).toBe('No header');
    expect(headerOptions(found, { header: 4 })[0]?.label).toBe('Header: find it');
    expect(headerOptions(found, { header: 30 }).at(-1)?.value).toBe('30');
    expect(encodingOptions(found, {})[0]?.label).toBe('windows-1250: “Żabka”');
    expect(encodingOptions({ encoding: 'UTF-8', encoding_sample: '' }, {})[0]?.label).toBe('UTF-8');
    expect(encodingOptions(found, { encoding: 'koi8-r' })[0]?.label).toBe('Encoding: find it');
  });

  it('is what is asked for, tried and started with', async () => {
    const { door, job } = setup();
    await job.open();
    await job.take('/lists/targets.csv', { header: 4, encoding: 'windows-1250' });
    expect(door.inspect).toHaveBeenLastCalledWith(
      expect.objectContaining({ header: 4, encoding: 'windows-1250', full: true }),
    );
    expect(job.draft()).toMatchObject({ header: 4, encoding: 'windows-1250' });
    await job.take('/lists/other.csv');
    expect(job.draft().header).toBeUndefined();
  });
});

describe('options', () => {
  it('that were kept from a choice that is no more fall back to the default', () => {
    expect(optionValues(clean, { liveness: 'ping' })).toEqual({ liveness: 'off' });
    expect(optionValues(clean, { liveness: 'ping' }, { liveness: 'dns' })).toEqual({
      liveness: 'dns',
    });
  });

  it('say what is missing or no number', () => {
    expect(optionErrors(command, { program: ' ', timeout: 'long' })).toEqual({
      program: 'program is needed.',
      timeout: 'Write a number.',
    });
    expect(optionErrors(command, { program: 'x', timeout: '' })).toEqual({});
  });
});

describe('matching', () => {
  it('gives a field to one column only', () => {
    expect(rematch(['company_name', 'domain', ''], 2, 'domain')).toEqual([
      'company_name',
      '',
      'domain',
    ]);
    expect(rematch(['company_name', '', ''], 0, '')).toEqual(['', '', '']);
  });

  it('lets a second column serve a field, and has words for it', () => {
    expect(rematch(['company_name', 'domain', ''], 2, 'domain:2')).toEqual([
      'company_name',
      'domain',
      'domain:2',
    ]);
    expect(matchLabel('domain:2')).toBe('Domain, where the first is empty');
    expect(optionsFor('domain:3').at(-1)).toEqual({ value: 'domain:3', label: 'Domain, choice 3' });
    expect(optionsFor('domain')).toEqual(fieldOptions);
  });

  it('doubts nothing any more that was said by hand', () => {
    const doubts: Doubt[] = [
      { field: 'company_name', column: 'Title', what: '“Title” holds job titles' },
      { field: 'domain', column: 'Site', what: '“Site” holds numbers' },
    ];
    expect(doubtsLeft(doubts, 'Employer', 'company_name')).toEqual([doubts[1]]);
    expect(doubtsLeft(doubts, 'Site', '')).toEqual([doubts[0]]);
    expect(doubtsLeft(doubts, 'Page', 'domain:2')).toEqual([doubts[0]]);
    expect(doubtsLeft(doubts, 'Notes', '')).toEqual(doubts);
  });

  it('is handed over by header', () => {
    expect(mappingFor(['a', 'b'], ['owner'])).toEqual({ a: 'owner', b: '' });
  });

  it('says which column is missing', () => {
    expect(missingWords(clean, ['domain'])).toMatch(
      /^Clean needs to know which column holds the company/,
    );
    expect(missingWords(clean, ['company_name'])).toBe('');
    expect(missingWords(command, [])).toBe('');
  });

  it.each([
    ['csv', ';', 'CSV · UTF-8 · semicolon'],
    ['csv', '\t', 'TSV · UTF-8'],
    ['xlsx', '', 'XLSX'],
    ['jsonl', '', 'JSON Lines · UTF-8'],
  ])('says what kind of file %s %j is', (format, delimiter, words) => {
    expect(layoutWords({ format, encoding: 'UTF-8', delimiter })).toBe(words);
  });
});

describe('a path', () => {
  it.each([
    ['  /lists/a.csv ', '/lists/a.csv'],
    ['"C:\\My lists\\a.csv"', 'C:\\My lists\\a.csv'],
    ['file:///home/ada/my%20list.csv', '/home/ada/my list.csv'],
    ['file:///C:/lists/a.csv', 'C:/lists/a.csv'],
    ['file://localhost/lists/100%.csv', '/lists/100%.csv'],
    ["'/lists/it''s.csv'", "/lists/it''s.csv"],
  ])('is read as %j was meant', (text, path) => {
    expect(pathFrom(text)).toBe(path);
  });

  it('gives a job its name', () => {
    expect(nameFrom('C:\\lists\\Q4 targets.v2.csv')).toBe('Q4 targets.v2');
    expect(nameFrom('/lists/.hidden')).toBe('.hidden');
    expect(fileName('/lists/')).toBe('lists');
  });

  it('comes from one dropped file', () => {
    expect(dropped(['/a.csv'])).toEqual({ path: '/a.csv' });
    expect(dropped(['/a.csv', '/b.csv'])).toHaveProperty('problem');
    expect(dropped([])).toHaveProperty('problem');
  });
});

describe('what is remembered', () => {
  it('survives nonsense in the storage', () => {
    const store = storage();
    store.setItem('jobdeck.newjob.seen', '[1');
    expect(recall(store)).toEqual({});
    store.setItem('jobdeck.newjob.seen', '[1]');
    expect(recall(store)).toEqual({});
  });

  it('has no option with a key in it, nor what an earlier version kept', async () => {
    const store = storage();
    store.setItem('jobdeck.newjob', '{"set":{"command":{"program":"HUB_TOKEN=swordfish"}}}');
    const { job } = setup({}, store);
    await job.open();
    await job.take('/lists/targets.csv');
    job.choose('command');
    job.set = { program: 'HUB_TOKEN=swordfish ask', timeout: '90' };
    await job.start();
    expect(store.getItem('jobdeck.newjob')).toBeNull();
    expect(store.getItem('jobdeck.newjob.seen')).not.toContain('swordfish');
    expect(recall(store).set?.command).toEqual({ timeout: '90' });
  });

  it('does without a storage that is full', () => {
    const full = {
      removeItem: () => {},
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    expect(() => remember({ recipe: 'preprocess' }, full)).not.toThrow();
  });
});
