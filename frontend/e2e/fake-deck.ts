// Puts the fake deck behind the wire that Wails would put on the window: `window.go` and
// `window.runtime`. Bundled and injected before the page's own script.

import type { LiveEvent } from '../src/lib/api/types';
import { FakeDeck } from './fake/deck';
import type { Seed } from './fake/job';
import { badNight, manyJobs, someJobs } from './fake/seeds';

export interface FakeOptions {
  /** What is in the deck: a working day's jobs, those after a bad night, nothing, or so many. */
  jobs?: 'some' | 'bad' | 'none' | number | Seed[];
  tasks?: 'some' | 'none';
  /** Moves the clock by itself, ten times a second. */
  moving?: boolean;
  /** How long an answer takes, in ms. */
  latency?: number;
  problem?: string;
  /** The database is being checked, or damaged. */
  database?: 'checking' | 'damaged';
}

const damaged =
  'database is damaged: /home/ada/.local/share/jobdeck/jobdeck.db (row 7 missing from index). Nothing was changed. ' +
  'The backup of 25 Nov 2026, 03:30 can be put in its place, by the button in the window or by: jobdeck restore';

type Listener = (...data: unknown[]) => void;

/** What tests reach as `window.fakeDeck`. */
export interface Installed {
  deck: FakeDeck;
  emit: (name: string, ...data: unknown[]) => void;
  stop: () => void;
}

export function installFakeDeck(target: object, options: FakeOptions = {}): Installed {
  const listeners = new Map<string, Set<Listener>>();
  const emit = (name: string, ...data: unknown[]) => {
    for (const listen of [...(listeners.get(name) ?? [])]) listen(...data);
  };
  const on = (name: string, listen: Listener) => {
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set.add(listen));
    return () => set.delete(listen);
  };
  const now = Date.now();
  const deck = new FakeDeck(
    seeds(options.jobs ?? 'some', now),
    now,
    (events: LiveEvent[]) => emit('live', structuredClone(events)),
    options.problem
      ? { problem: options.problem, problem_details: 'lock: held by 4711', restorable: true }
      : {},
    options.tasks,
  );
  if (options.database === 'checking')
    deck.database = { checking: true, done: 40, total: 100, problem: '' };
  if (options.database === 'damaged') deck.database.problem = damaged;
  const timer = options.moving ? setInterval(() => deck.advance(100), 100) : undefined;
  const installed: Installed = { deck, emit, stop: () => clearInterval(timer) };
  Object.assign(target, {
    go: { main: { App: methods(deck, options.latency ?? 0) } },
    runtime: {
      EventsOn: on,
      EventsEmit: emit,
      OnFileDrop: (listen: (x: number, y: number, paths: string[]) => void) => {
        listeners.set('wails:file-drop', new Set([listen as Listener]));
      },
      OnFileDropOff: () => listeners.delete('wails:file-drop'),
    },
    fakeDeck: installed,
  });
  return installed;
}

function seeds(jobs: NonNullable<FakeOptions['jobs']>, now: number): Seed[] {
  if (jobs === 'some') return someJobs(now);
  if (jobs === 'bad') return badNight();
  if (jobs === 'none') return [];
  return typeof jobs === 'number' ? manyJobs(jobs) : jobs;
}

/** Each method of the deck as Wails binds it: arguments and answers cross as copies, errors reject. */
function methods(deck: FakeDeck, latency: number) {
  return new Proxy(
    {},
    {
      get: (_, name: string) => {
        if (!(name in deck)) return undefined;
        return async (...args: unknown[]): Promise<unknown> => {
          deck.calls.push([name, ...args]);
          const answer: unknown = (deck as unknown as Record<string, (...a: unknown[]) => unknown>)[
            name
          ]?.(...structuredClone(args));
          const copy = structuredClone(answer);
          if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
          return copy;
        };
      },
    },
  );
}
