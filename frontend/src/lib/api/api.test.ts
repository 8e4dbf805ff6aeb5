import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

  it('come in batches', () => {
    const listeners = fakeRuntime();
    const heard: unknown[] = [];
    const stop = api.onLive((events) => heard.push(...events));
    listeners.get('live')?.([{ topic: 'job', key: '1', at: 1, job: { id: 1 } }]);
    expect(heard).toMatchObject([{ job: { id: 1 } }]);
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
