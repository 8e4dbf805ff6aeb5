import { describe, expect, it, vi } from 'vitest';
import type { ItemView, Preview, Recipe, Snapshot } from '$lib/api';
import { cards } from '$views/parts/cards';
import { type Door } from './draft.svelte';
import { encodingOptions, headerOptions } from './found';
import { clean, command, recipes, preview, storage, setup } from './testing';

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
