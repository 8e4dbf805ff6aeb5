import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Work } from '$lib/api/types';
import { installFakeDeck, type Installed } from '../../../e2e/fake-deck';
import { Deck } from './deck.svelte';

let fake: Installed;
let deck: Deck;
let stop: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  fake = installFakeDeck(window, { jobs: 'some' });
  deck = new Deck();
  stop = deck.start();
  await settled();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

async function settled(ms = 0) {
  await vi.advanceTimersByTimeAsync(ms);
}

const asked = (method: string) => fake.deck.calls.filter(([name]) => name === method).length;

it('knows counts, hold and processors from the start', () => {
  expect(deck.overview?.counts.running).toBe(2);
  expect(deck.hold.held).toBe(false);
  expect(deck.noun('preprocess')).toBe('account');
  expect(deck.noun('command')).toBe('row');
  expect(deck.noun('unheard of')).toBe('row');
  expect(deck.processorLabel('preprocess')).toBe('Clean');
});

it('shows a status at once, and asks for the lists anew', async () => {
  await deck.jobs.want([14]);
  const version = deck.listVersion;
  fake.deck.Apply({ verb: 'pause', jobs: [14] });
  expect(deck.jobs.snapshot(14)?.status).toBe('pausing');
  await settled(200);
  expect(deck.listVersion).toBeGreaterThan(version);
});

it('does not ask for anything while jobs only get on', async () => {
  await deck.jobs.want([14, 13]);
  fake.deck.advance(100);
  await settled(1000);
  const version = deck.listVersion;
  const lists = asked('Overview');
  for (let i = 0; i < 5; i++) fake.deck.advance(100);
  expect(deck.listVersion).toBe(version);
  expect(asked('Overview')).toBe(lists);
});

it('counts at most twice a second, however much happens', async () => {
  const before = asked('Overview');
  for (let i = 0; i < 20; i++) {
    fake.emit('live', [{ topic: 'jobs', key: '', at: 0 }]);
    await settled(50);
  }
  expect(asked('Overview') - before).toBeLessThanOrEqual(3);
});

it('takes over the hold and the settings', () => {
  fake.deck.Hold({ why: 'maintenance' });
  expect(deck.hold).toMatchObject({ held: true, why: 'maintenance' });
  const version = deck.settingsVersion;
  fake.deck.SetSetting({ key: 'slots', value: '3' });
  expect(deck.settingsVersion).toBe(version + 1);
});

it('shows a work that takes its time, and for a moment how it ended', async () => {
  const tell = (fields: Partial<Work>) =>
    fake.emit('live', [
      {
        topic: 'work',
        key: 'x',
        at: 0,
        work: { id: 'x', label: 'Export', done: 0, total: 2, ended: false, error: '', ...fields },
      },
    ]);
  tell({});
  await settled(200);
  tell({ ended: true });
  await settled(1000);
  expect(deck.work.size).toBe(0);
  tell({ done: 1 });
  expect(deck.work.size).toBe(0);
  await settled(500);
  expect(deck.work.get('x')?.done).toBe(1);
  tell({ done: 2, ended: true });
  expect(deck.work.get('x')?.ended).toBe(true);
  await settled(5000);
  expect(deck.work.size).toBe(0);
  tell({ ended: true, error: 'disk full' });
  expect(deck.work.get('x')?.error).toBe('disk full');
});

it('knows what became of a job that is gone, for who wants it', async () => {
  await deck.jobs.want([7]);
  fake.deck.Apply({ verb: 'delete', jobs: [7] });
  await deck.jobs.want([7]);
  expect(deck.jobs.snapshot(7)?.deleted).toBeGreaterThan(0);
});

it('takes what it knows for outdated when many jobs change at once, also what is told in the same breath', async () => {
  await deck.jobs.want([14]);
  const before = deck.jobs.snapshot(14);
  const paused = { ...before, status: 'paused' };
  fake.deck.Jobs = () => [paused as NonNullable<typeof before>];
  fake.emit('live', [
    { topic: 'jobs', key: '', at: 2 },
    { topic: 'job', key: '14', at: 1, job: before },
  ]);
  await deck.jobs.want([14]);
  expect(deck.jobs.snapshot(14)?.status).toBe('paused');
});

it('asks for outdated jobs seven times a second at most', async () => {
  const before = deck.jobs.age;
  for (let i = 0; i < 40; i++) {
    fake.emit('live', [{ topic: 'jobs', key: '', at: 0 }]);
    await settled(25);
  }
  expect(deck.jobs.age - before).toBeLessThanOrEqual(8);
  expect(deck.jobs.age - before).toBeGreaterThanOrEqual(6);
});

it('draws the rate while something runs', async () => {
  await settled(6500);
  expect(deck.rates.length).toBeGreaterThanOrEqual(2);
  expect(deck.rates.at(-1)).toBeGreaterThan(0);
});
