// The program as it ships, in a real window on a screen without a monitor: keys come from xdotool,
// and what is there is asked as a screen reader asks, for nothing else can look into it.

import {
  execFile,
  execFileSync,
  spawn,
  type ChildProcess,
  type ChildProcessByStdio,
} from 'node:child_process';
import { openSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import { ended, program } from '../processes';
import { fits, type Seen, type Walker } from '../screens';
import { patience, type Scheme, type Size } from './driver';

const run = promisify(execFile);

export class Production implements Walker {
  readonly #program: ChildProcess;
  readonly #reader: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: Interface;
  #window = '';

  private constructor(child: ChildProcess) {
    this.#program = child;
    this.#reader = spawn(fileURLToPath(new URL('../tree.py', import.meta.url)), {
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#answers = createInterface({ input: this.#reader.stdout });
  }

  static async open(dataDir: string, scheme: Scheme, log: string): Promise<Production> {
    const said = openSync(log, 'a');
    const child = spawn(program, ['--data-dir', dataDir], {
      detached: true,
      stdio: ['ignore', said, said],
      env: { ...process.env, GTK_THEME: scheme === 'dark' ? 'Adwaita:dark' : 'Adwaita' },
    });
    const window = new Production(child);
    await vi.waitFor(
      () => {
        // It complains of windows that go away while it searches.
        window.#window = execFileSync(
          'xdotool',
          ['search', '--onlyvisible', '--name', '^Jobdeck'],
          { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' },
        ).trim();
      },
      { timeout: patience, interval: 100 },
    );
    return window;
  }

  async close(): Promise<void> {
    await Promise.all([ended(this.#program), ended(this.#reader)]);
  }

  async resize({ width, height }: Size): Promise<void> {
    await run('xdotool', ['windowsize', '--sync', this.#window, `${width}`, `${height}`]);
    // The page follows in its own time.
    await vi.waitFor(async () => expect(await this.#ask('width')).toEqual([`${width}`]), {
      timeout: patience,
      interval: 30,
    });
  }

  async press(chord: string): Promise<void> {
    const keys = chord.split('+').map((key) => named[key] ?? key);
    const before = chord === 'Tab' ? await this.focusNames() : [];
    await run('xdotool', ['key', keys.join('+')]);
    if (chord === 'Tab') await this.#focusLeaves(before);
  }

  // A key is only sent: who asks at once where it led is told where the focus was before. Two
  // neighbours may be called the same, so it is not waited for long.
  async #focusLeaves(before: string[]): Promise<void> {
    const until = Date.now() + 2000;
    while (Date.now() < until) {
      if (String(await this.focusNames()) !== String(before)) return;
    }
  }

  async type(text: string): Promise<void> {
    await run('xdotool', ['type', '--delay', '20', text]);
  }

  async waits([role, name]: Seen, there: boolean): Promise<void> {
    await vi.waitFor(
      async () => {
        const names = await this.#ask(role);
        const seen = names.some((one) => fits(one, name));
        if (seen !== there)
          throw new Error(
            `${role} ${name} is ${there ? 'not ' : ''}there, but: ${names.join(', ')}`,
          );
      },
      { timeout: patience / 3, interval: 30 },
    );
  }

  focusNames(): Promise<string[]> {
    return this.#ask('focused');
  }

  /** What is on the screen, when it stays so for a moment: a rate or a clock may go on moving. */
  async settled(): Promise<Buffer> {
    let last = await this.#look();
    for (let tries = 0, same = 0; tries < 4 && same < 2; tries++) {
      const now = await this.#look();
      same = now.equals(last) ? same + 1 : 0;
      last = now;
    }
    return last;
  }

  async #look(): Promise<Buffer> {
    // Not packed: packing takes longer than all else.
    const picture = ['-silent', '-window', this.#window, '-depth', '8', 'ppm:-'];
    const { stdout } = await run('import', picture, { encoding: 'buffer', maxBuffer: 16 << 20 });
    return stdout;
  }

  async #ask(what: string): Promise<string[]> {
    expect(this.#program.exitCode, 'the program goes on living').toBeNull();
    const answer = new Promise<string>((resolve) => this.#answers.once('line', resolve));
    this.#reader.stdin.write(`${what}\n`);
    return JSON.parse(await answer) as string[];
  }
}

/** Keys by the names that Playwright gives them, as X has them. */
const named: Record<string, string> = {
  Control: 'ctrl',
  Shift: 'shift',
  Enter: 'Return',
  ArrowDown: 'Down',
  ArrowRight: 'Right',
  Space: 'space',
  '?': 'question',
  '/': 'slash',
  ',': 'comma',
};

/** Writes a picture into a file, packed. */
export function keep(picture: Buffer, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const packs = spawn('convert', ['ppm:-', file], { stdio: ['pipe', 'ignore', 'inherit'] });
    packs.once('error', reject);
    packs.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`convert: ${code}`))));
    packs.stdin.end(picture);
  });
}
