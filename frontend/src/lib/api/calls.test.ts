import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as api from './index';

type App = Record<string, (...args: unknown[]) => Promise<unknown>>;
const wails = window as unknown as { go?: { main: { App: App } }; runtime?: unknown };

let app: App;
beforeEach(() => {
  app = {};
  wails.go = { main: { App: app } };
});
afterEach(() => {
  delete wails.go;
  delete wails.runtime;
});

describe('lists that Go leaves null are empty', () => {
  it.each([
    ['Jobs', () => api.jobs([1]), null, []],
    ['JobIDs', () => api.jobIDs(''), null, []],
    ['Recipes', () => api.recipes(), null, []],
    ['Processors', () => api.processors(), null, []],
    ['Settings', () => api.settings(), null, []],
  ])('%s', async (method, ask, answer, filled) => {
    app[method] = () => Promise.resolve(answer);
    expect(await ask()).toEqual(filled);
  });

  it('of a snapshot', async () => {
    app.Jobs = () => Promise.resolve([{ id: 1, verbs: null, flights: null, reasons: null }]);
    expect(await api.jobs([1])).toEqual([{ id: 1, verbs: [], flights: [], reasons: {} }]);
  });

  it('of a report', async () => {
    app.Apply = () => Promise.resolve({ verb: 'pause', done: null, left_out: null });
    expect(await api.apply({ verb: 'pause', jobs: [1] })).toMatchObject({ done: [], left_out: [] });
  });

  it('of a page of items', async () => {
    app.Items = () => Promise.resolve({ items: [{ seq: 1, cells: null }], more: false });
    const page = await api.items({ job: 1, limit: 10 });
    expect(page.items).toEqual([{ seq: 1, cells: [], output: {}, steps: [] }]);
  });
});

it('asks Go for nothing when no job is asked for', async () => {
  app.Jobs = vi.fn();
  expect(await api.jobs([])).toEqual([]);
  expect(app.Jobs).not.toHaveBeenCalled();
});

it('says so when the engine is not there', async () => {
  delete wails.go;
  await expect(api.overview()).rejects.toThrow(/engine does not answer/);
});

it('makes rejections human', async () => {
  app.Export = () => Promise.reject({ message: 'disk full', details: 'ENOSPC', kind: 'error' });
  await expect(api.exportItems({ job: 1, path: '/x.csv' })).rejects.toMatchObject({
    message: "Can't export the job: disk full.",
    details: 'ENOSPC',
  });
});

describe('events', () => {
  function fakeRuntime() {
    const listeners = new Map<string, (data: unknown) => void>();
    wails.runtime = {
      EventsOn: (name: string, listen: (data: unknown) => void) => {
        listeners.set(name, listen);
        return () => listeners.delete(name);
      },
    };
    return listeners;
  }

  it('come in batches, with their lists filled', () => {
    const listeners = fakeRuntime();
    const heard: unknown[] = [];
    const stop = api.onLive((events) => heard.push(...events));
    listeners.get('live')?.([{ topic: 'job', key: '1', at: 1, job: { id: 1, verbs: null } }]);
    expect(heard).toMatchObject([{ job: { id: 1, verbs: [], flights: [] } }]);
    stop();
    expect(listeners.size).toBe(0);
  });

  it('of files without a path are no files', () => {
    const listeners = fakeRuntime();
    const heard: string[] = [];
    api.onOpenFile((path) => heard.push(path));
    listeners.get('open-file')?.('');
    listeners.get('open-file')?.('/a.csv');
    expect(heard).toEqual(['/a.csv']);
  });

  it('do not come without Wails, and that is no error', () => {
    expect(() => api.onLive(() => {})()).not.toThrow();
  });
});
