// What a journey does in a window, whichever engine draws it: find by role, name and words, click,
// type, wait, look. The methods are those of Playwright, so that its own pages fit; the engine that
// ships is driven by webkit.ts with the same ones.

import type { Page as PlaywrightPage } from 'playwright-core';

export type Engine = 'chromium' | 'webkit';
export type Scheme = 'light' | 'dark';

export interface Size {
  width: number;
  height: number;
}

export interface RoleOptions {
  name?: string | RegExp;
  exact?: boolean;
  level?: number;
}

export interface WaitOptions {
  state?: 'attached' | 'detached' | 'visible' | 'hidden';
  timeout?: number;
}

type Role = Parameters<PlaywrightPage['getByRole']>[0];

interface Finds {
  getByRole(role: Role, options?: RoleOptions): Found;
  getByText(text: string | RegExp, options?: { exact?: boolean }): Found;
  locator(selector: string): Found;
}

/** What is found anew each time something is done with it, and waited for. */
export interface Found extends Finds {
  filter(options: { has?: Found }): Found;
  and(other: Found): Found;
  first(): Found;
  nth(index: number): Found;

  waitFor(options?: WaitOptions): Promise<void>;
  click(): Promise<void>;
  hover(): Promise<void>;
  fill(text: string): Promise<void>;
  press(keys: string): Promise<void>;
  pressSequentially(text: string): Promise<void>;
  focus(): Promise<void>;
  blur(): Promise<void>;

  count(): Promise<number>;
  textContent(options?: { timeout?: number }): Promise<string | null>;
  allTextContents(): Promise<string[]>;
  getAttribute(name: string): Promise<string | null>;
  evaluate<R>(look: (element: HTMLElement) => R | Promise<R>): Promise<R>;
}

export interface Page extends Finds {
  readonly keyboard: {
    press(keys: string): Promise<void>;
    type(text: string): Promise<void>;
  };
  /** Runs a function in the page. It must stand alone: nothing of its file goes along. */
  evaluate<R>(look: string | (() => R | Promise<R>)): Promise<R>;
  evaluate<R, A>(look: (arg: A) => R | Promise<R>, arg: A): Promise<R>;
}

/** A browser with one page. */
export interface Driver {
  readonly engine: Engine;
  readonly page: Page;
  goto(address: string): Promise<void>;
  /** Makes the page so large, whatever stands around it. */
  resize(size: Size): Promise<void>;
  /** Scales the display, as a system's settings do: 2 is 200 %. Absent where it takes a new start. */
  scale?(factor: number): Promise<void>;
  /** Asks for light or dark; the page takes it up in its own time. */
  scheme(scheme: Scheme): Promise<void>;
  picture(file: string): Promise<void>;
  /** What broke in the page since it was opened. */
  problems(): Promise<string[]>;
  close(): Promise<void>;
}

/** How long something may take before it counts as not happening, in ms. */
export const patience = 30_000;

export const usualSize: Size = { width: 1280, height: 800 };
/** The smallest that the window can be made. */
export const smallestSize: Size = { width: 900, height: 600 };
