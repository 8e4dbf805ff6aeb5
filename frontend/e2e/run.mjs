// Runs the end-to-end tests: the real Go program, the built pages, Chromium and WebKitGTK. What is
// missing is built first; a file's name as argument runs that file alone, --project webkit one engine.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const frontend = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.JOBDECK_PROGRAM ?? `${root}build/bin/jobdeck-dev`;
const pages = process.env.JOBDECK_PAGES ?? `${frontend}dist`;
const screens = process.env.JOBDECK_SCREENS ?? `${root}build/test/screens`;

const inherit = /** @type {const} */ ({ stdio: 'inherit' });
if (!existsSync(`${pages}/index.html`)) {
  execFileSync('npm', ['run', '--silent', 'build'], { ...inherit, cwd: frontend });
}
if (!existsSync(program)) {
  execFileSync('go', ['build', '-tags', 'dev,webkit2_41', '-o', program, '.'], {
    ...inherit,
    cwd: root,
  });
}
for (const engine of ['chromium', 'webkit']) mkdirSync(`${screens}/${engine}`, { recursive: true });

const tests = spawnSync(
  'npx',
  ['vitest', 'run', '--config', 'e2e/vitest.config.ts', ...process.argv.slice(2)],
  {
    ...inherit,
    cwd: frontend,
    env: {
      ...process.env,
      JOBDECK_PROGRAM: program,
      JOBDECK_PAGES: pages,
      JOBDECK_SCREENS: screens,
    },
  },
);
process.exit(tests.status ?? 1);
