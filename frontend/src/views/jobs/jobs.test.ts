import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installFakeDeck, type Installed } from '../../../e2e/fake-deck';
import { processors } from '../../../e2e/fake/lists';
import { deck } from '$lib/live';
import { listCommands } from './commands';
import { offers } from './offers';
import { JobsScreen } from './screen.svelte';
import { Selection } from './selection.svelte';
import { applicable, complete, suggestions, toggleWord } from './suggestions';

describe('the filter field', () => {
  const offered = (text: string) => suggestions(text, processors).map((s) => s.text);

  it('offers the words that go on from what is typed', () => {
    expect(offered('status:pa')).toEqual(['status:pausing', 'status:paused']);
    expect(offered('acme ki')).toEqual(['kind:preprocess', 'kind:command']);
    expect(offered('is:')).toEqual(['is:active', 'is:ended', 'is:archived', 'is:deleted']);
    expect(offered('acme')).toEqual([]);
    expect(offered('status:paused')).toEqual([]);
    expect(offered('"is')).toEqual([]);
    expect(offered('')).toContain('status:running');
  });

  it('completes the last word and leaves the others', () => {
    const [first] = suggestions('acme status:paused k', processors);
    expect(first && complete('acme status:paused k', first)).toBe(
      'acme status:paused kind:preprocess ',
    );
  });

  it('does not ask for a key whose value is still being typed', () => {
    expect(applicable('acme status:')).toBe('acme');
    expect(applicable('status:paused ')).toBe('status:paused');
  });

  it('turns a word on and off, one of a kind', () => {
    expect(toggleWord('acme', 'status:paused')).toBe('acme status:paused');
    expect(toggleWord('acme status:paused', 'status:paused')).toBe('acme');
    expect(toggleWord('status:paused acme', 'status:running')).toBe('acme status:running');
  });
});

describe('the selection', () => {
  const listed = [5, 4, 3, 2, 1];

  it('toggles, and extends from the last one toggled', () => {
    const selection = new Selection();
    selection.toggle(4, listed);
    selection.extend(2, listed);
    expect(selection.target('', listed)).toEqual({ ids: [4, 3, 2] });
    selection.toggle(3, listed);
    expect(selection.ids(listed)).toEqual([4, 2]);
  });

  it('of all is the filter, until one is taken out', () => {
    const selection = new Selection();
    selection.selectAll();
    expect(selection.target('is:ended', listed)).toEqual({ filter: 'is:ended', count: 5 });
    selection.toggle(3, listed);
    expect(selection.target('is:ended', listed)).toEqual({ ids: [5, 4, 2, 1] });
  });

  it('extends from nowhere to one', () => {
    const selection = new Selection();
    selection.extend(3, listed);
    expect(selection.ids(listed)).toEqual([3]);
  });

  it('of all ends when nothing is left, and does not take what comes after', () => {
    const selection = new Selection();
    selection.selectAll();
    selection.keep([5, 4]);
    expect(selection.all).toBe(true);
    selection.keep([]);
    expect(selection.empty).toBe(true);
    selection.keep([6]);
    expect(selection.ids([6])).toEqual([]);
  });

  it('forgets what is not listed any more', () => {
    const selection = new Selection();
    selection.toggle(4, listed);
    selection.toggle(2, listed);
    selection.keep([5, 2]);
    expect(selection.count([5, 2])).toBe(1);
    selection.clear();
    expect(selection.empty).toBe(true);
  });
});

describe('the screen', () => {
  let fake: Installed;
  let stop: () => void;
  let screen: JobsScreen;
  beforeEach(async () => {
    fake = installFakeDeck(window, { jobs: 'some' });
    stop = deck.start();
    deck.jobs.outdate();
    await deck.jobs.want(fake.deck.jobs.keys());
    screen = new JobsScreen();
    await screen.refresh();
    screen.see(0, 4);
  });
  afterEach(() => stop());

  let beside = false;
  let follows = 0;
  const ways = {
    open: () => {},
    filter: () => {},
    active: () => true,
    marked: () => !beside,
    follow: () => void follows++,
  };
  const run = (id: string) => {
    const command = listCommands(screen, ways).find((one) => one.id === id);
    if (command?.when && !command.when()) return false;
    command?.run();
    return command !== undefined;
  };
  const status = (id: number) => fake.deck.jobs.get(id)?.snapshot.status;

  it('moves the cursor from the first row in sight, and never beyond the list', () => {
    run('jobs.next');
    expect(screen.cursor).toBe(14);
    run('jobs.previous');
    expect(screen.cursor).toBe(14);
    run('jobs.last');
    expect(screen.cursor).toBe(4);
    run('jobs.next');
    expect(screen.cursor).toBe(4);
    run('jobs.page up');
    expect(screen.cursorRow).toBe(screen.ids.length - 4);
    run('jobs.first');
    expect(screen.cursorRow).toBe(0);
  });

  it('takes the focus along when the cursor moves: what Space does is what is marked', () => {
    const before = follows;
    for (const move of ['next', 'previous', 'page down', 'page up', 'first', 'last'])
      run(`jobs.${move}`);
    expect(follows - before).toBe(6);
  });

  it('does nothing to the job under the cursor while something beside the list has the focus', () => {
    screen.point(14);
    beside = true;
    for (const id of ['pause', 'cancel', 'delete', 'export', 'open', 'select'])
      expect(run(`jobs.${id}`), id).toBe(false);
    screen.selection.toggle(14, screen.ids);
    expect(
      listCommands(screen, ways)
        .find(({ id }) => id === 'jobs.cancel')
        ?.when?.(),
    ).toBe(true);
    beside = false;
  });

  it('knows that jobs are archived when there are no others', async () => {
    expect(screen.archived).toBeUndefined();
    for (const { snapshot } of fake.deck.jobs.values()) snapshot.archived = true;
    await screen.refresh();
    expect(screen.ids).toEqual([]);
    expect(screen.archived).toBe(fake.deck.jobs.size);
  });

  it('pauses the job under the cursor, and resumes it with the same key', async () => {
    screen.point(14);
    run('jobs.pause');
    await expect.poll(() => status(14)).toBe('pausing');
    await expect.poll(() => deck.jobs.snapshot(14)?.status).toBe('pausing');
    run('jobs.pause');
    await expect.poll(() => status(14)).toBe('running');
  });

  it('resumes with that key what is paused, also when it can be made to stay so', async () => {
    expect(status(9)).toBe('paused');
    fake.deck.jobs.get(9)?.snapshot.verbs.unshift('pause');
    deck.jobs.outdate();
    await deck.jobs.want([9]);
    screen.point(9);
    run('jobs.pause');
    await expect.poll(() => status(9)).not.toBe('paused');
  });

  it('pauses what can be paused of a selection', async () => {
    screen.selection.toggle(14, screen.ids);
    screen.selection.toggle(9, screen.ids);
    run('jobs.pause');
    await expect.poll(() => status(14)).toBe('pausing');
    expect(status(9)).toBe('paused');
  });

  it('keeps the cursor on its job when the order changes, and on its row when the job leaves', async () => {
    screen.point(13);
    await screen.filter('status:running');
    expect(screen.cursor).toBe(13);
    expect(screen.cursorRow).toBe(1);
    await screen.filter('status:completed');
    expect(screen.cursorRow).toBe(1);
    expect(screen.cursor).toBe(6);
  });

  it('keeps the cursor on a job that is too new to be listed', async () => {
    screen.point(15);
    await screen.refresh();
    expect(screen.cursor).toBe(15);
    fake.deck.Apply({ verb: 'duplicate', jobs: [7] });
    await screen.refresh();
    expect(screen.cursorRow).toBeGreaterThanOrEqual(0);
    await screen.filter('nothing is called so');
    await screen.filter('');
    expect(screen.cursor).toBe(15);
  });

  it('drops the selection when another filter is shown', async () => {
    screen.selection.selectAll();
    await screen.filter('status:paused');
    expect(screen.selection.empty).toBe(true);
    screen.selection.selectAll();
    await screen.refresh();
    expect(screen.selection.all).toBe(true);
  });

  it('has no verbs where there is nothing to do them to', async () => {
    await screen.filter('nothing is called so');
    expect(run('jobs.cancel')).toBe(false);
    expect(run('jobs.next')).toBe(false);
    expect(run('jobs.select all')).toBe(false);
  });

  it('gives each key one meaning', () => {
    const keys = listCommands(screen, ways).flatMap(({ keys }) => keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('offers a selection each verb with the number of jobs that allow it', () => {
    const all = [...fake.deck.jobs.values()].map((job) => job.snapshot);
    expect(offers(all)).toEqual([
      { verb: 'pause', count: 5 },
      { verb: 'resume', count: 3 },
      { verb: 'cancel', count: 7 },
      { verb: 'retry', count: 4 },
      { verb: 'archive', count: 4 },
      { verb: 'delete', count: 4 },
    ]);
  });
});
