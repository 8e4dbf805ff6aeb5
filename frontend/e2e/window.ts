// A running Jobdeck with a browser looking at it: the program built for development serves its
// window to browsers as well, with the real Go methods and events behind it.

import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Report, Snapshot } from '../src/lib/api/types';
import { openChromium } from './driver/chromium';
import {
  smallestSize,
  usualSize,
  type Driver,
  type Engine,
  type Page,
  type Scheme,
  type Size,
} from './driver/driver';
import { openWebKit } from './driver/webkit';
import {
  answers,
  ended,
  freePort,
  needed,
  runProgram,
  startProgram,
  startScreen,
  type Answer,
  type Screen,
} from './processes';

/** Which browser looks at it: the project of vitest's configuration says it. */
export const engine: Engine = process.env.JOBDECK_ENGINE === 'webkit' ? 'webkit' : 'chromium';
const screens = needed('JOBDECK_SCREENS');

export class Window {
  readonly folder: string;
  readonly dataDir: string;
  readonly page: Page;
  readonly #address: string;
  readonly #driver: Driver;
  readonly #program: ChildProcess;
  readonly #screen: Screen;
  /** The end of what the program said. */
  #said = '';

  private constructor(
    folder: string,
    address: string,
    program: ChildProcess,
    screen: Screen,
    driver: Driver,
  ) {
    this.folder = folder;
    this.dataDir = join(folder, 'data');
    this.#address = address;
    this.#program = program;
    this.#screen = screen;
    this.#driver = driver;
    this.page = driver.page;
    const collect = (chunk: Buffer) => (this.#said = (this.#said + chunk.toString()).slice(-8000));
    program.stdout?.on('data', collect);
    program.stderr?.on('data', collect);
  }

  /** Starts a Jobdeck with an empty data folder, or with what `prepare` puts into it. */
  static async open(prepare?: (dataDir: string) => Promise<void>): Promise<Window> {
    const folder = await mkdtemp(join(tmpdir(), 'jobdeck-e2e-'));
    await prepare?.(join(folder, 'data'));
    const port = await freePort();
    const screen = await startScreen({ width: 1280, height: 900 });
    const child = startProgram(join(folder, 'data'), port, screen.display);
    const driver = await (engine === 'webkit' ? openWebKit() : openChromium());
    const window = new Window(folder, `http://localhost:${port}/`, child, screen, driver);
    try {
      await answers(window.#address, child);
      await window.reopen();
    } catch (error) {
      await window.close();
      throw error;
    }
    return window;
  }

  /** Opens the window's page anew, as it is at the start. */
  async reopen(): Promise<void> {
    // Another address first: one that differs in its hash alone would not open it anew.
    await this.#driver.goto('about:blank');
    await this.#driver.goto(this.#address);
    await this.page.getByRole('heading', { name: 'Jobs', level: 1 }).waitFor();
  }

  /** Ends browser and program, and takes the data away. Fails when a page threw. */
  async close(): Promise<void> {
    const problems = await this.#driver.problems();
    await this.#driver.close();
    await ended(this.#program);
    this.#screen.child.kill();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    expect(problems, 'errors in the page').toEqual([]);
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
    const file = join(screens, `failed-${engine}-${test.replaceAll(/\W+/g, '-')}.png`);
    await this.#driver.picture(file).catch(() => undefined);
    const problems = await this.#driver.problems().catch(() => []);
    console.error(`${test}: see ${file}\n${problems.join('\n')}\nthe program said:\n${this.#said}`);
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

  /** Scales the display, as a system's settings do: 2 is 200 %. */
  async scale(factor: number): Promise<void> {
    await this.#driver.scale?.(factor);
    await this.page.evaluate(async (factor) => {
      while (devicePixelRatio !== factor) await new Promise(requestAnimationFrame);
    }, factor);
  }

  /** Keeps pictures of the screen: light and dark, in both sizes. */
  async keep(name: string): Promise<void> {
    for (const size of [usualSize, smallestSize]) {
      await this.#driver.resize(size);
      for (const scheme of ['light', 'dark'] as const) {
        await this.scheme(scheme);
        const file = `${name}-${scheme}-${size.width}x${size.height}.png`;
        await this.#driver.picture(join(screens, engine, file));
      }
    }
    await this.scheme('light');
    await this.#driver.resize(usualSize);
  }

  /** Makes the window so large, and its text by so much larger. */
  async look(size: Size, text: string): Promise<void> {
    await this.#driver.resize(size);
    await this.page.evaluate(async (text) => {
      document.documentElement.style.fontSize = text;
      // What measures itself does so in the next frame, and draws in the one after.
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    }, text);
  }

  /** Switches between light and dark, and waits until it has settled. */
  async scheme(scheme: Scheme): Promise<void> {
    await this.#driver.scheme(scheme);
    await this.page.evaluate(async (dark) => {
      while (document.documentElement.classList.contains('dark') !== dark)
        await new Promise(requestAnimationFrame);
      // Colours fade; what is looked at and measured is how they end.
      await Promise.allSettled(
        document
          .getAnimations()
          .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
          .map((one) => one.finished),
      );
    }, scheme === 'dark');
  }
}
