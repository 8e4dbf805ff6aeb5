import { render, screen as page, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ActivityQuery, ActivityRow } from '$lib/api';
import { deck } from '$lib/live';
import { ToastHost } from '$lib/ui';
import { violations } from '$lib/ui/testing/axe';
import { installFakeDeck, type Installed } from '../../../e2e/fake-deck';
import ActivityPage from './ActivityPage.svelte';
import { activityFeed, keyed, logFeed } from './feeds';
import { about, happened, since } from './words';

const user = userEvent.setup({ pointerEventsCheck: 0 });
let fake: Installed;
let stop: () => void;

beforeEach(() => {
  fake = installFakeDeck(window, { jobs: 'none' });
  stop = deck.start();
  // jsdom measures nothing: a list is as high as it is told.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      readonly #tell: (entries: []) => void;
      constructor(tell: (entries: []) => void) {
        this.#tell = tell;
      }
      observe() {
        this.#tell([]);
      }
      unobserve() {}
      disconnect() {}
    },
  );
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  for (const task of [...deck.tasks.list]) deck.tasks.gone(task.id);
});

const asked = (method: string) =>
  fake.deck.calls.filter(([name]) => name === method).map(([, query]) => query as ActivityQuery);
const list = () => page.findByRole('grid', { name: 'What happened' });

describe('what happened', () => {
  it('shows changes and runs together: who, from where, what, about what', async () => {
    const { container } = render(ActivityPage, { tab: 'activity' });
    const rows = within(await list()).getAllByRole('row');
    expect(rows[0]).toHaveTextContent(/ada window\s*Created\s*Q4 targets\s*queued/);
    expect(rows.some((row) => /Running.*Log cleanup/.test(row.textContent ?? ''))).toBe(true);
    expect(await violations(container)).toEqual([]);
  });

  it('asks for what the filters say, and says when nothing fits', async () => {
    render(ActivityPage, { tab: 'activity' });
    await list();
    await user.click(page.getByRole('radio', { name: 'Runs' }));
    await waitFor(() => expect(asked('Activity').at(-1)).toMatchObject({ kind: 'run', text: '' }));
    await user.type(page.getByRole('textbox', { name: 'Search what happened' }), 'no such thing');
    expect(await page.findByText('Nothing matches')).toBeInTheDocument();
    expect(asked('Activity').at(-1)).toMatchObject({ kind: 'run', text: 'no such thing' });
    await user.click(page.getByRole('button', { name: 'Clear the filter' }));
    await list();
  });

  it('opens a row with everything in full', async () => {
    render(ActivityPage, { tab: 'activity' });
    const grid = await list();
    grid.focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{Enter}');
    const drawer = await page.findByRole('dialog', { name: 'Created' });
    expect(drawer).toHaveTextContent(/ada, from the window/);
  });

  it('is exported with the filters that are on', async () => {
    render(ToastHost);
    render(ActivityPage, { tab: 'activity' });
    await list();
    await user.click(page.getByRole('radio', { name: 'Changes' }));
    await waitFor(() => expect(asked('Activity').at(-1)).toMatchObject({ kind: 'change' }));
    const button = page.getByRole('button', { name: 'Export' });
    button.focus();
    await waitFor(() => expect(button).toHaveFocus());
    await user.keyboard('{Enter}');
    await user.click(await page.findByText('As JSON Lines'));
    expect(await page.findByText('Exported 600 lines to export.csv')).toBeInTheDocument();
    expect(asked('ExportActivity')[0]).toMatchObject({ query: { kind: 'change' } });
    expect(fake.deck.calls.find(([name]) => name === 'ChooseExport')?.[1]).toBe('activity.jsonl');
  });
});

describe('the log', () => {
  it('is filtered by level and text, and shows where it is', async () => {
    const { container } = render(ActivityPage, { tab: 'logs' });
    const grid = await page.findByRole('grid', { name: 'Log' });
    expect(within(grid).getAllByRole('row').length).toBeGreaterThan(5);
    expect(await violations(container)).toEqual([]);
    await user.click(page.getByRole('radio', { name: 'Errors' }));
    await waitFor(() => {
      const levels = within(grid)
        .getAllByRole('row')
        .map((row) => row.dataset['level']);
      expect(new Set(levels)).toEqual(new Set(['error']));
    });
    await user.click(page.getByRole('button', { name: 'Show folder' }));
    expect(fake.deck.calls.find(([name]) => name === 'RevealFile')?.[1]).toMatch(/logs$/);
  });

  it('is followed every two seconds, until it is not', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      const typist = userEvent.setup({
        pointerEventsCheck: 0,
        advanceTimers: (ms) => vi.advanceTimersByTime(ms),
      });
      render(ActivityPage, { tab: 'logs' });
      await page.findByRole('grid', { name: 'Log' });
      const before = asked('Logs').length;
      await vi.advanceTimersByTimeAsync(4100);
      expect(asked('Logs').length).toBeGreaterThanOrEqual(before + 2);
      await typist.click(page.getByRole('switch', { name: 'Follow' }));
      const stopped = asked('Logs').length;
      await vi.advanceTimersByTimeAsync(6000);
      expect(asked('Logs').length).toBe(stopped);
    } finally {
      vi.useRealTimers();
    }
  });

  it('loses no line where a page ends in the middle of a millisecond', async () => {
    const line = (at: number, message: string) => ({ at, level: 'info', message, fields: {} });
    fake.deck.log = [
      ...Array.from({ length: 199 }, (_, index) => line(10_000 - index, `later ${index}`)),
      ...['a', 'b', 'b', 'c'].map((name) => line(5000, name)),
      line(4000, 'first'),
    ];
    const feed = logFeed({}, () => {});
    await feed.look();
    expect(feed.rows).toHaveLength(200);
    await feed.older();
    expect(feed.rows.slice(199).map(({ message }) => message)).toEqual([
      'a',
      'b',
      'b',
      'c',
      'first',
    ]);
    expect(feed.more).toBe(false);
  });

  it('tells equal lines of one millisecond apart', () => {
    const line = { at: 1, level: 'info', message: 'x', fields: {} };
    expect(new Set(keyed([line, line, line]).map(({ key }) => key)).size).toBe(3);
  });
});

it('what happened is read to its end, a page at a time', async () => {
  const feed = activityFeed({ kind: 'change' });
  await feed.look();
  expect(feed.rows).toHaveLength(200);
  await feed.older();
  await feed.older();
  expect(feed.rows).toHaveLength(600);
  expect(feed.more).toBe(false);
});

describe('in words', () => {
  const row = (fields: Partial<ActivityRow>) =>
    ({
      kind: 'change',
      job: 0,
      job_name: '',
      task: 0,
      task_name: '',
      what: '',
      after: '',
      ...fields,
    }) as ActivityRow;

  it('what is gone is named and leads nowhere', () => {
    expect(about(row({ task: 3, task_name: 'Sync' }), () => false)).toEqual({ name: 'Sync' });
    expect(about(row({ task: 3, task_name: 'Sync' }), () => true)?.href).toBe('#/schedules/3');
    expect(about(row({ job: 7 }), () => true)).toEqual({ name: 'Job 7, purged' });
    expect(about(row({}), () => true)).toBeUndefined();
  });

  it('a run is told by what began it', () => {
    expect(happened(row({ kind: 'run', origin: 'schedule' }))).toBe('By schedule');
    expect(happened(row({ kind: 'run', origin: 'command line' }))).toBe('By hand');
  });

  it('today begins at midnight', () => {
    const now = new Date(2026, 10, 22, 15, 30).getTime();
    expect(since('today', now)).toBe(new Date(2026, 10, 22).getTime());
    expect(since('all', now)).toBe(0);
  });
});
