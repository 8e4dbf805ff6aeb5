// The programs around a test: Jobdeck itself, a screen without a monitor.

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { expect, vi } from 'vitest';
import type { Size } from './driver/driver';

export const program = needed('JOBDECK_PROGRAM');
const pages = needed('JOBDECK_PAGES');

export interface Answer {
  code: number;
  out: string;
  err: string;
}

export interface Screen {
  display: string;
  child: ChildProcess;
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

/** A screen without a monitor. It takes a free display by itself. */
export async function startScreen({ width, height }: Size): Promise<Screen> {
  const child = spawn(
    'Xvfb',
    ['-displayfd', '1', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const number = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Xvfb ended before it had a display')));
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
  return { display: `:${number}`, child };
}

/** The program that serves its window to browsers, in a session of its own. */
export function startProgram(dataDir: string, port: number, display: string): ChildProcess {
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

/** Resolves when a program serves an address. */
export async function answers(url: string, child: ChildProcess): Promise<void> {
  await vi
    .waitFor(
      async () => {
        if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
        expect((await fetch(url)).status).toBe(200);
      },
      { timeout: 60_000, interval: 50 },
    )
    .catch((cause: unknown) => {
      throw new Error(`${child.spawnfile} does not serve ${url}`, { cause });
    });
}

/** Ends a program that leads a group of its own, and all of the group. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGTERM');
  const late = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), 10_000);
  await gone;
  clearTimeout(late);
}

export function freePort(): Promise<number> {
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

export function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with npm run e2e`);
  return value;
}
