import type { Preview, ProcessorSpec, Recipe, Setting } from '../../src/lib/api/types';

export const processors: ProcessorSpec[] = [
  {
    name: 'preprocess',
    label: 'Clean',
    summary: 'Normalises company names and domains, marks duplicates and inactive companies.',
    noun: 'account',
    needs: ['company_name'],
    options: [
      {
        key: 'check_dns',
        label: 'Look up domains',
        help: 'Asks DNS whether the domain exists.',
        kind: 'switch',
        choices: [],
        default: 'false',
        required: false,
      },
    ],
    cleans: true,
    retries: 2,
  },
  {
    name: 'command',
    label: 'Command',
    summary: 'Runs a local program for each row: JSON in, JSON or text out.',
    noun: 'row',
    needs: [],
    options: [
      {
        key: 'command',
        label: 'Command',
        help: 'The row comes as JSON on standard input.',
        kind: 'long_text',
        choices: [],
        default: '',
        required: true,
      },
      {
        key: 'timeout',
        label: 'Time limit in seconds',
        help: 'A row that takes longer fails.',
        kind: 'number',
        choices: [],
        default: '60',
        required: false,
      },
    ],
    cleans: false,
    retries: 0,
  },
];

export const recipes: Recipe[] = [
  {
    name: 'preprocess',
    description: 'Clean a list of accounts.',
    built_in: true,
    options: { processor: 'preprocess', set: {}, concurrency: 5, retries: 2 },
  },
  {
    name: 'command',
    description: 'Run a program for each row.',
    built_in: true,
    options: { processor: 'command', set: { command: 'cat' }, concurrency: 5, retries: 0 },
  },
];

export const settings: Setting[] = [
  {
    key: 'slots',
    value: '2',
    default: '2',
    kind: 'number',
    choices: [],
    min: 1,
    max: 16,
    label: 'Jobs at once',
    help: 'How many jobs run at the same time. The others wait in the queue.',
    group: 'Jobs',
  },
  {
    key: 'after_crash',
    value: 'continue',
    default: 'continue',
    kind: 'choice',
    choices: ['continue', 'wait'],
    min: 0,
    max: 0,
    label: 'After a restart',
    help: 'What running jobs do when Jobdeck starts again.',
    group: 'Jobs',
  },
];

const rows = Array.from({ length: 50 }, (_, index) => [
  index % 17 === 4 ? '' : `Company ${index + 1}`,
  `https://www.company${index + 1}.com/about`,
  ['Industrial', 'Health', 'Software'][index % 3] ?? '',
  ['Ada', 'Grace'][index % 2] ?? '',
]);

/** What the fake finds in a file; names with "broken" can't be read. */
export function inspect(path: string, full: boolean): Preview {
  if (path.includes('broken')) {
    throw { kind: 'usage', message: 'the file holds no text and no spreadsheet', details: '' };
  }
  return {
    format: 'csv',
    encoding: 'UTF-8',
    delimiter: ',',
    sheets: [],
    sheet: '',
    columns: ['Account Name', 'Website', 'Primary Industry', 'Account Owner'],
    name: path.split(/[\\/]/).at(-1) ?? path,
    size: 18_204,
    rows,
    mapping: ['company_name', 'domain', 'industry', 'owner'],
    total: full ? 200 : -1,
    duplicates: full ? 9 : 0,
    problems: full
      ? [{ row: 42, what: 'has 5 cells, 4 columns: the extra cell is kept in Column 5' }]
      : [],
    problem_count: full ? 1 : 0,
  };
}
