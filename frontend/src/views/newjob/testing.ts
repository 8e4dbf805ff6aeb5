// What the tests of a new job begin with: processors, recipes, a list, and a deck that answers.

import { vi } from 'vitest';
import type { Preview, FormField, ProcessorSpec, Recipe, Snapshot } from '$lib/api';
import { plainField } from '$views/parts/testing';
import { NewJob, type Door } from './draft.svelte';

export function option(key: string, more: Partial<FormField> = {}): FormField {
  return { ...plainField, key, label: key, kind: 'text', ...more };
}

export const clean: ProcessorSpec = {
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
export const command: ProcessorSpec = {
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
export const recipes: Recipe[] = [
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

export const preview: Preview = {
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

export function storage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

export function setup(more: Partial<Door> = {}, store = storage()) {
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
