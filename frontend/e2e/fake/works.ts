import type { FormField, TaskWork } from '../../src/lib/api/types';
import { plainField } from '../../src/views/parts/testing';

const setting = (
  key: string,
  label: string,
  kind: FormField['kind'],
  more: Partial<FormField> = {},
): FormField => ({ ...plainField, key, label, kind, ...more });

const work = (does: string, label: string, summary: string, more: Partial<TaskWork>): TaskWork => ({
  does,
  label,
  summary,
  shipped: true,
  interruptible: true,
  because: '',
  pausable: false,
  dry_run: true,
  settings: [],
  schedule: { kind: 'cron', cron: '0 3 * * *' },
  enabled: true,
  ...more,
});

/** What tasks of the fake deck can do. */
export const works: TaskWork[] = [
  work('job', 'Start a job', 'Starts a job from a recipe and a list.', {
    shipped: false,
    dry_run: false,
    settings: [
      setting('recipe', 'Recipe', 'recipe', { required: true }),
      setting('source', 'The list', 'choice', {
        choices: ['file', 'newest', 'each'],
        words: {
          file: 'One file',
          newest: 'The newest file in a folder',
          each: 'Every new file in a folder',
        },
        default: 'file',
        help: 'One file, the newest file in a folder, or a job for every new file in it.',
      }),
      setting('file', 'File', 'file', { required: true, only_if: 'source=file' }),
      setting('folder', 'Folder', 'folder', { required: true, only_if: 'source=newest|each' }),
    ],
  }),
  work('command', 'Run a command', 'Runs a program on this machine.', {
    shipped: false,
    dry_run: false,
    settings: [
      setting('command', 'Command line', 'long_text', { required: true }),
      setting('folder', 'Working folder', 'folder'),
      setting('timeout', 'Time limit', 'number', {
        default: '3600',
        min: 1,
        max: 86_400,
        unit: 's',
      }),
    ],
  }),
  work('log_cleanup', 'Log cleanup', 'Deletes log files that are old.', {
    settings: [
      setting('keep_days', 'Keep', 'number', {
        default: '30',
        min: 1,
        max: 3650,
        unit: 'days',
        required: true,
        help: 'Log files older than this are deleted.',
      }),
    ],
  }),
  work('backup', 'Database backup', 'Copies the database and checks the copy.', {
    settings: [
      setting('folder', 'Folder', 'folder'),
      setting('keep', 'Keep', 'number', { default: '7', min: 1, max: 365, unit: 'backups' }),
    ],
  }),
  work('compaction', 'Database compaction', 'Gives free space back to the disk.', {
    interruptible: false,
    because: 'the database can’t be left half compacted',
  }),
];
