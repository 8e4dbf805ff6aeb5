// A running Jobdeck with a browser looking at it: the program built for development serves its
// window to browsers as well, with the real Go methods and events behind it.

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import type { Report, Snapshot } from '../src/lib/api/types';

const program = needed('JOBDECK_PROGRAM');
const pages = needed('JOBDECK_PAGES');
const screens = needed('JOBDECK_SCREENS');

/** How long something may take before it counts as not happening, in ms. */
export const patience = 30_000;

export interface Answer {
  code: number;
  out: string;
  err: string;
}

export class Window {
  readonly folder: string;
  readonly dataDir: string;
  readonly page: Page;
  readonly #program: ChildProcess;
  readonly #screen: ChildProcess;
  readonly #browser: Browser;
  readonly #problems: string[] = [];
  /** The end of what the program said. */
  #said = '';

  private constructor(
    folder: string,
    program: ChildProcess,
    screen: ChildProcess,
    browser: Browser,
    page: Page,
  ) {
    this.folder = folder;
    this.dataDir = join(folder, 'data');
    this.#program = program;
    this.#screen = screen;
    this.#browser = browser;
    this.page = page;
    page.on('pageerror', (error) => {
      // Wails' own overlay for development stumbles over pages that are not from its template.
      if (!error.stack?.includes('/wails/ipc.js'))
        this.#problems.push(error.stack ?? error.message);
    });
    const collect = (chunk: Buffer) => (this.#said = (this.#said + chunk.toString()).slice(-8000));
    program.stdout?.on('data', collect);
    program.stderr?.on('data', collect);
  }

  /** Starts a Jobdeck with an empty data folder, or with what `prepare` puts into it. */
  static async open(prepare?: (dataDir: string) => Promise<void>): Promise<Window> {
    const folder = await mkdtemp(join(tmpdir(), 'jobdeck-e2e-'));
    await prepare?.(join(folder, 'data'));
    const port = await freePort();
    const screen = await startScreen();
    const child = startProgram(join(folder, 'data'), port, screen.display);
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(patience);
    const window = new Window(folder, child, screen.child, browser, page);
    try {
      await answers(`http://localhost:${port}/`, child);
      await page.goto(`http://localhost:${port}/`);
      await page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
    } catch (error) {
      await window.close();
      throw error;
    }
    return window;
  }

  /** Ends browser and program, and takes the data away. Fails when a page threw. */
  async close(): Promise<void> {
    await this.#browser.close();
    await ended(this.#program);
    this.#screen.kill();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    expect(this.#problems, 'errors in the page').toEqual([]);
  }

  /** Runs the command line on the same data folder. */
  run(...args: string[]): Promise<Answer> {
    return runProgram(this.dataDir, args);
  }

  /** Runs the command line and reads its JSON. */
  async json<T>(...args: string[]): Promise<T> {
    const { code, out, err } = await this.run(...args, '--json');
    if (code !== 0) throw new Error(`jobdeck ${args.join(' ')}: exit code ${code}: ${err}${out}`);
    return JSON.parse(out) as T;
  }

  /** Writes a list into the test's own folder. */
  async list(
    name: string,
    rows: number,
    cell = (row: number) => `Company ${row}`,
  ): Promise<string> {
    const path = join(this.folder, name);
    const lines = Array.from(
      { length: rows },
      (_, index) => `${cell(index + 1)},company${index + 1}.example.com`,
    );
    await writeFile(path, `Account Name,Website\n${lines.join('\n')}\n`);
    return path;
  }

  /** What a person does with a file manager: lets go of a file over the window. */
  async drop(path: string): Promise<void> {
    await this.page.evaluate((path) => {
      const { runtime } = globalThis as unknown as {
        runtime: { EventsEmit: (name: string, ...data: unknown[]) => void };
      };
      runtime.EventsEmit('wails:file-drop', innerWidth / 2, innerHeight / 2, [path]);
    }, path);
  }

  /** Stands in for the system's file dialogs, which no browser can press. */
  async answerDialogs(answers: { list?: string; export?: string }): Promise<void> {
    await this.page.evaluate(({ list, export: exportTo }) => {
      const { App } = (globalThis as unknown as { go: { main: { App: Record<string, unknown> } } })
        .go.main;
      if (list !== undefined) App.ChooseList = () => Promise.resolve(list);
      if (exportTo !== undefined) App.ChooseExport = () => Promise.resolve(exportTo);
    }, answers);
  }

  /** Asks Go for the jobs that match, as the window does. */
  async snapshots(filter = ''): Promise<Snapshot[]> {
    return this.page.evaluate(async (filter) => {
      const { App } = (
        globalThis as unknown as {
          go: { main: { App: Record<string, (...args: unknown[]) => Promise<unknown>> } };
        }
      ).go.main;
      return (await App.Jobs?.(await App.JobIDs?.(filter))) as Snapshot[];
    }, filter);
  }

  /** Does a verb behind the window's back. */
  async apply(verb: string, jobs: number[]): Promise<Report> {
    const asks = verb === 'cancel' || verb === 'delete' ? ['--yes'] : [];
    return this.json(verb, ...jobs.map(String), ...asks);
  }

  /** Keeps what was on the screen and what the program said when a test failed. */
  async keepFailure(test: string): Promise<void> {
    const file = join(screens, `failed-${test.replaceAll(/\W+/g, '-')}.png`);
    await this.page.screenshot({ path: file }).catch(() => undefined);
    console.error(
      `${test}: see ${file}\n${this.#problems.join('\n')}\nthe program said:\n${this.#said}`,
    );
  }

  row(name: string) {
    return this.page.getByRole('row').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Waits until a job's row shows a status. */
  async shows(name: string, status: string): Promise<void> {
    await this.row(name)
      .and(this.page.locator(`[data-status="${status}"]`))
      .waitFor();
  }

  async goto(hash: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, hash);
  }

  /** Keeps pictures of the screen: light and dark, in both sizes. */
  async keep(name: string): Promise<void> {
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ] as const) {
      await this.page.setViewportSize({ width, height });
      for (const scheme of ['light', 'dark'] as const) {
        await this.scheme(scheme);
        await this.page.screenshot({
          path: join(screens, `${name}-${scheme}-${width}x${height}.png`),
        });
      }
    }
    await this.scheme('light');
    await this.page.setViewportSize({ width: 1280, height: 800 });
  }

  /** Switches between light and dark as the system would. */
  async scheme(scheme: 'light' | 'dark'): Promise<void> {
    await this.page.emulateMedia({ colorScheme: scheme });
    await this.page.waitForFunction(
      (dark) => document.documentElement.classList.contains('dark') === dark,
      scheme === 'dark',
    );
    // Colours fade; what is looked at and measured is how they end.
    await this.page.evaluate(async () => {
      await Promise.allSettled(
        document
          .getAnimations()
          .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
          .map((one) => one.finished),
      );
    });
  }
}

/** Runs a command line on a data folder. */
export function runProgram(dataDir: string, args: string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      [...args, '--data-dir', dataDir],
      { timeout: 900_000, maxBuffer: 64 << 20 },
      (error, out, err) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
  });
}

/** A screen without a monitor, and a session of its own: the window that Wails opens beside the browser needs both. */
async function startScreen(): Promise<{ display: string; child: ChildProcess }> {
  const child = spawn(
    'Xvfb',
    ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const number = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Xvfb ended before it had a display')));
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
  return { display: `:${number}`, child };
}

function startProgram(dataDir: string, port: number, display: string): ChildProcess {
  return spawn('dbus-run-session', ['--', program, '--data-dir', dataDir], {
    // A group of its own, so that nothing of it outlives the test.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DISPLAY: display,
      NO_AT_BRIDGE: '1',
      assetdir: pages,
      devserver: `localhost:${port}`,
    },
  });
}

/** Resolves when the program serves its window. */
async function answers(url: string, child: ChildProcess): Promise<void> {
  await vi
    .waitFor(
      async () => {
        if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
        expect((await fetch(url)).status).toBe(200);
      },
      { timeout: 60_000, interval: 50 },
    )
    .catch((cause: unknown) => {
      throw new Error('the program does not serve its window', { cause });
    });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGTERM');
  const late = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), 10_000);
  await gone;
  clearTimeout(late);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, 'localhost', () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port is free'));
      });
    });
  });
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with npm run e2e`);
  return value;
}
