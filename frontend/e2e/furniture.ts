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
  for (const args of [
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
  ]) {
    const { code, out, err } = await runProgram(dataDir, args);
    // 4: done, and some rows failed, as the sample list has them on purpose.
    if (code !== 0 && code !== 4)
      throw new Error(`jobdeck ${args.join(' ')}: ${code}: ${err}${out}`);
  }
}
