import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installFakeDeck, type Installed } from '../../../e2e/fake-deck';
import type { Report } from '$lib/api/types';
import { deck } from '$lib/live';
import type { Question, ToastOptions } from '$lib/ui';
import { act, undoLast } from './act';
import { reportWords } from './words';
import { transport } from './transport';
import { underway } from './underway.svelte';

const ui = vi.hoisted(() => ({
  questions: [] as Question[],
  answer: true,
  told: [] as { kind: string; words: string; options?: ToastOptions }[],
}));
vi.mock('$lib/ui', () => ({
  confirm: (question: Question) => {
    ui.questions.push(question);
    return Promise.resolve(ui.answer);
  },
  toast: Object.fromEntries(
    ['success', 'info', 'error'].map((kind) => [
      kind,
      (words: string, options?: ToastOptions) => ui.told.push({ kind, words, options }),
    ]),
  ),
}));

let fake: Installed;
let stop: () => void;
beforeEach(async () => {
  ui.questions.length = ui.told.length = 0;
  ui.answer = true;
  fake = installFakeDeck(window, { jobs: 'some' });
  stop = deck.start();
  deck.jobs.outdate();
  await deck.jobs.want(fake.deck.jobs.keys());
  await expect.poll(() => deck.processors.length).toBe(2);
});
afterEach(() => stop());

const status = (id: number) => fake.deck.jobs.get(id)?.snapshot.status;
const applied = () => fake.deck.calls.filter(([method]) => method === 'Apply').length;

describe('delete', () => {
  it('asks first and names what goes, in numbers', async () => {
    ui.answer = false;
    expect(await act('delete', { ids: [7] })).toBeUndefined();
    expect(ui.questions[0]).toMatchObject({
      title: 'Delete “APAC retail”?',
      message: '1,010 accounts and their results go with it. You can undo this for 10 seconds.',
      confirmLabel: 'Delete job',
      extra: { label: 'Export first…' },
    });
    expect(applied()).toBe(0);
  });

  it('of several says how many stay, and why in the end', async () => {
    const report = await act('delete', { ids: [7, 6, 14] });
    expect(ui.questions[0]?.title).toBe('Delete 2 jobs?');
    expect(ui.questions[0]?.message).toContain('1,048 accounts and their results go with them.');
    expect(ui.questions[0]?.message).toContain(
      "1 other selected job can't be deleted now and stays.",
    );
    expect(ui.questions[0]?.confirmLabel).toBe('Delete 2 jobs');
    expect(report?.done).toEqual([7, 6]);
    expect(ui.told[0]?.words).toBe('Deleted 2 · left out 1: running (cancel it first)');
  });

  it('can be undone from its toast, and once', async () => {
    await act('delete', { ids: [7] });
    expect(fake.deck.jobs.get(7)?.snapshot.deleted).toBeGreaterThan(0);
    expect(ui.told[0]).toMatchObject({
      words: 'Deleted “APAC retail”',
      options: { action: { label: 'Undo' }, duration: 10_000 },
    });
    ui.told[0]?.options?.action?.onclick();
    await expect.poll(() => fake.deck.jobs.get(7)?.snapshot.deleted).toBe(0);
    expect(undoLast()).toBe(false);
  });

  it('can not be undone by key when its time is over', async () => {
    await act('delete', { ids: [7] });
    expect(undoLast(Date.now() + 10_001)).toBe(false);
    expect(fake.deck.jobs.get(7)?.snapshot.deleted).toBeGreaterThan(0);
  });

  it('of an active job asks nothing, changes nothing and says what to do', async () => {
    expect(await act('delete', { ids: [14] })).toBeUndefined();
    expect(ui.questions).toHaveLength(0);
    expect(applied()).toBe(0);
    expect(ui.told[0]?.words).toBe("Can't delete “Q4 targets”: it is running. Cancel it first.");
  });

  it('of all that match counts those not seen yet too', async () => {
    const report = await act('delete', { filter: 'is:ended', count: 4 });
    expect(ui.questions[0]?.title).toBe('Delete 4 jobs?');
    expect(report?.done).toHaveLength(4);
    const command = fake.deck.calls.find(([method]) => method === 'Apply')?.[1];
    expect(command).toMatchObject({ all: true, filter: 'is:ended' });
    expect(command).not.toHaveProperty('jobs');
  });
});

describe('cancel', () => {
  it('says what will not be worked and what is kept', async () => {
    await act('cancel', { ids: [14] });
    expect(ui.questions[0]).toMatchObject({
      title: 'Cancel “Q4 targets”?',
      message:
        "388 accounts will not be worked. 612 accounts already done are kept. A cancelled job can't be resumed; the rest can be run as a new job.",
      confirmLabel: 'Cancel job',
      cancelLabel: 'Let it go on',
    });
    expect(status(14)).toBe('cancelling');
  });

  it('offers to keep what is paused, for that does not go on', async () => {
    await act('pause_now', { ids: [14] });
    fake.deck.advance(100);
    await deck.jobs.want([14]);
    expect(status(14)).toBe('paused');
    await act('cancel', { ids: [14] });
    expect(ui.questions[0]?.cancelLabel).toBe('Keep it');
  });
});

describe('verbs that lose nothing', () => {
  it('are done without a question, and one job tells by its row', async () => {
    await act('pause', { ids: [14] });
    expect(status(14)).toBe('pausing');
    expect(ui.questions).toHaveLength(0);
    expect(ui.told).toHaveLength(0);
  });

  it('tell a bulk in numbers', async () => {
    await act('pause', { ids: [14, 13, 11, 7, 6] });
    expect(ui.told[0]?.words).toBe('Paused 3 · left out 2: already completed');
  });

  it('that came too late say so', async () => {
    await act('pause', { ids: [7] });
    expect(ui.told).toEqual([
      { kind: 'info', words: "Can't pause: already completed.", options: undefined },
    ]);
  });

  it('that made a job offer to open it', async () => {
    const opened: number[] = [];
    await act('duplicate', { ids: [7] }, { open: (id) => opened.push(id) });
    ui.told[0]?.options?.action?.onclick();
    expect(opened).toEqual([15]);
  });

  it('do nothing to nothing', async () => {
    expect(await act('pause', { ids: [] })).toBeUndefined();
    expect(applied()).toBe(0);
  });
});

it('a verb under way shows on its job, and can not be pressed twice', async () => {
  const first = act('pause', { ids: [14] });
  expect(underway.of(14)).toBe('pause');
  expect(underway.of(13)).toBeUndefined();
  expect(await act('pause', { ids: [14] })).toBeUndefined();
  await first;
  expect(applied()).toBe(1);
  expect(underway.of(14)).toBeUndefined();
});

it('a verb on all that match marks all of them', async () => {
  const first = act('pause', { filter: '', count: 11 });
  expect(underway.of(4711)).toBe('pause');
  expect(underway.bulk).toBe('pause');
  expect(await act('resume', { ids: [9] })).toBeUndefined();
  await first;
  expect(underway.of(4711)).toBeUndefined();
});

it('an error is told, and the buttons work again', async () => {
  const app = (window as unknown as { go: { main: { App: object } } }).go.main;
  app.App = {
    Apply: () => Promise.reject({ message: 'database is locked', details: 'd', kind: 'error' }),
  };
  expect(await act('pause', { ids: [14] })).toBeUndefined();
  expect(ui.told[0]).toMatchObject({
    kind: 'error',
    words: "Can't pause the job: database is locked.",
    options: { details: 'd' },
  });
  expect(underway.of(14)).toBeUndefined();
});

describe('a report in words', () => {
  const report = (fields: Partial<Report>): Report => ({
    verb: 'pause',
    done: [],
    left_out: [],
    ...fields,
  });
  const left = (...reasons: string[]) =>
    reasons.map((reason, job) => ({ job, why: `can't: ${reason}`, reason, refused: true }));

  it.each([
    [report({ done: [1, 2] }), 'Paused 2'],
    [
      report({ left_out: left('already completed') }),
      'Nothing changed by pause · left out 1: already completed',
    ],
    [
      report({
        done: [9],
        left_out: left('already completed', 'already cancelled', 'already completed'),
      }),
      'Paused 1 · left out 3: 2 already completed, 1 already cancelled',
    ],
    [
      report({
        verb: 'delete',
        left_out: left('paused (cancel it first)'),
      }),
      'Nothing changed by delete · left out 1: paused (cancel it first)',
    ],
  ])('%#', (given, words) => expect(reportWords(given)).toBe(words));
});

describe('the buttons of a job', () => {
  const of = (id: number) => {
    const snapshot = fake.deck.jobs.get(id)?.snapshot;
    if (!snapshot) throw new Error(`no job ${id}`);
    const { primary, secondary, more, exports } = transport(snapshot);
    return [primary?.verb, secondary?.verb, more.map((control) => control.verb).join(), exports];
  };

  it('stand in the same place whatever the status', () => {
    expect(of(14)).toEqual(['pause', 'cancel', 'pause_now,duplicate', true]);
    expect(of(12)).toEqual(['resume', 'cancel', 'pause_now,duplicate', true]);
    expect(of(11)).toEqual(['pause', 'cancel', 'duplicate', false]);
    expect(of(9)).toEqual(['resume', 'cancel', 'pause,duplicate', true]); // it would go on by itself
    expect(of(7)).toEqual(['retry', 'delete', 'archive,duplicate', true]);
    expect(of(5)).toEqual(['run_rest', 'delete', 'retry,archive,duplicate', true]);
  });

  it('show that a cancel settles, and let nobody press it again', () => {
    fake.deck.Apply({ verb: 'cancel', jobs: [14] });
    const snapshot = fake.deck.jobs.get(14)?.snapshot;
    expect(snapshot && transport(snapshot).secondary).toMatchObject({ verb: 'cancel', busy: true });
  });
});
