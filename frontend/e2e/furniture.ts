// A deck with something of everything, for those who look at its screens.

import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { runProgram } from './processes';

const sample = fileURLToPath(new URL('../../samples/companies.csv', import.meta.url));

/** Fills a data folder: a job that is done, one that waits to be resumed, and a task of one's own. */
export async function furnish(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const list = join(dataDir, '..', 'autumn.csv');
  const rows = Array.from(
    { length: 40 },
    (_, row) => `Company ${row + 1},company${row + 1}.example.com`,
  );
  await writeFile(list, `Account Name,Website\n${rows.join('\n')}\n`);
  await runAll(dataDir, [
    ['run', sample, '--recipe', 'preprocess', '--name', 'Spring targets', '--quiet'],
    [
      'run',
      list,
      '--recipe',
      'command',
      '--set',
      'command=sleep 3600',
      '--start-paused',
      '--name',
      'Autumn targets',
    ],
    ['schedules', 'add', 'Tidy the inbox', '--every', '12h', '--command', 'true'],
  ]);
}

/** Adds jobs that ended otherwise: some of its items failed, it was cancelled, it waits. */
export async function furnishMore(dataDir: string): Promise<void> {
  const command = (name: string, line: string, ...more: string[]) => [
    'run',
    sample,
    '--recipe',
    'command',
    '--set',
    `command=${line}`,
    '--name',
    name,
    ...more,
  ];
  await runAll(dataDir, [
    command(
      'Enrich, some fail',
      'test $(($(wc -c) % 5)) -ne 0',
      '--set',
      'shell=true',
      '--retries',
      '0',
      '--quiet',
    ),
    command('Given up', 'true', '--start-paused'),
    command('Waits for a person', 'true', '--start-paused'),
    ['cancel', '4', '--yes', '--reason', 'The wrong list'],
  ]);
}

async function runAll(dataDir: string, commands: string[][]): Promise<void> {
  for (const args of commands) {
    const { code, out, err } = await runProgram(dataDir, args);
    // 4: done, and some rows failed, as the sample list has them on purpose.
    if (code !== 0 && code !== 4)
      throw new Error(`jobdeck ${args.join(' ')}: ${code}: ${err}${out}`);
  }
}
