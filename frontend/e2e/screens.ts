// Every page, dialog, drawer and menu, and the keys that lead there: the one list of those that look
// at all of them. A new one is a line here.

import { expect } from 'vitest';
import { patience, type Page, type RoleOptions } from './driver/driver';

export type Kind = 'page' | 'dialog' | 'drawer' | 'menu';

type Role = Parameters<Page['getByRole']>[0];
export type Seen = readonly [role: Role, name?: string | RegExp];

/** What a person does on the way. */
export type Step =
  /** Presses a chord, such as "Control+k". */
  | string
  | { type: string }
  /** Tabs until what is called so has the focus. */
  | { tabTo: string | RegExp }
  /** Waits until it is there, or no longer. */
  | { see: Seen }
  | { gone: Seen }
  /** Waits until it has the focus. */
  | { focused: string };

export interface Screen {
  name: string;
  kind: Kind;
  /** From the list of jobs. */
  steps: Step[];
  /** What is there then. A page's is only a sign of it; anything else is itself. */
  shows: Seen;
  /** Back to the list of jobs. */
  back: Step[];
}

const jobs: Step[] = ['g', 'j', { see: ['heading', 'Jobs'] }];

const page = (name: string, shows: Seen, ...steps: Step[]): Screen => ({
  name,
  kind: 'page',
  steps,
  shows,
  back: jobs,
});
const over =
  (kind: Kind, role: Role) =>
  (name: string, called: string | RegExp | undefined, ...steps: Step[]): Screen => ({
    name,
    kind,
    steps,
    shows: [role, called],
    back: ['Escape', { gone: [role, called] }, ...jobs],
  });
/** The same screen, left otherwise. */
const left = (screen: Screen, ...back: Step[]): Screen => ({ ...screen, back: [...back, ...jobs] });
const dialog = over('dialog', 'dialog');
const question = over('dialog', 'alertdialog');
const drawer = over('drawer', 'dialog');
const menu = over('menu', 'menu');
const choices = over('menu', 'listbox');

/** The first tab of a job's page is called by what its rows are. */
const items = /^(Accounts|Rows)$/;
const atWork: Step[] = ['Home', 'Enter', { see: ['tabpanel', items] }];
const done: Step[] = ['End', 'Enter', { see: ['tabpanel', items] }];
const pauseMenu: Step[] = [
  ...atWork,
  { tabTo: 'More ways: Pause' },
  'Enter',
  { focused: 'Pause now' },
];
const schedules: Step[] = ['g', 's', { see: ['heading', 'Schedules'] }, { see: ['row'] }, 'Home'];
const activity: Step[] = ['g', 'l', { see: ['grid', 'What happened'] }];
const logs: Step[] = [
  ...activity,
  { tabTo: 'What happened' },
  'ArrowRight',
  { see: ['grid', 'Log'] },
];
const sample: Step[] = [
  'n',
  { see: ['heading', 'New job'] },
  { tabTo: 'Try the sample list' },
  'Enter',
  { see: ['button', 'Continue'] },
];
const recipe: Step[] = [
  ...sample,
  { tabTo: 'Continue' },
  'Enter',
  { see: ['heading', 'The recipe'] },
];
const run: Step[] = [...recipe, { tabTo: 'Continue' }, 'Enter', { see: ['heading', 'The run'] }];
const hold: Step[] = ['Control+Shift+p', { see: ['dialog', 'Hold everything'] }];
const palette: Step[] = ['Control+k', { see: ['dialog', 'Find anything'] }];

export const screens: readonly Screen[] = [
  page('jobs', ['heading', 'Jobs']),
  left(choices('jobs-filter', undefined, '/', { type: 'status:' }), 'Escape', 'Escape', 'Escape'),
  menu('jobs-row-menu', undefined, 'Home', { tabTo: /^More for / }, 'Enter'),
  question('jobs-cancel', /^Cancel/, 'Home', 'c'),
  question('jobs-delete', /^Delete/, 'End', 'Delete'),
  page('job', ['tabpanel', items], ...atWork),
  page('job-throughput', ['tabpanel', 'Throughput'], ...done, { tabTo: items }, 'ArrowRight'),
  page(
    'job-timeline',
    ['tabpanel', 'Timeline'],
    ...done,
    { tabTo: items },
    'ArrowRight',
    'ArrowRight',
  ),
  page('job-settings', ['tabpanel', 'Settings'], ...done, { tabTo: items }, 'End'),
  page(
    'job-time-window',
    ['textbox', 'From'],
    ...atWork,
    { tabTo: items },
    'End',
    { tabTo: 'Only at certain times' },
    'Space',
  ),
  menu('job-pause-menu', undefined, ...pauseMenu),
  dialog('job-pause-until', 'Pause until', ...pauseMenu, 'End', 'Enter'),
  menu('job-more', undefined, ...done, { tabTo: 'More for this job' }, 'Enter'),
  dialog('job-export', 'Export', ...done, { tabTo: 'Export' }, 'Enter'),
  drawer('job-account', undefined, ...done, { tabTo: /^[\d,]+ accounts$/ }, 'ArrowDown', 'Enter'),
  page('new', ['heading', 'New job'], 'n'),
  page('new-list', ['heading', 'The list'], ...sample),
  page('new-recipe', ['heading', 'The recipe'], ...recipe),
  page('new-run', ['heading', 'The run'], ...run),
  dialog('new-save-recipe', 'Save as recipe', ...run, { tabTo: /^Save as recipe/ }, 'Enter'),
  left(
    question(
      'new-leave',
      'Leave without starting?',
      ...recipe,
      { tabTo: /^Clean/ },
      'ArrowDown',
      { tabTo: 'Command' },
      { type: 'true' },
      'Escape',
    ),
    { tabTo: 'Leave' },
    'Enter',
    { gone: ['alertdialog'] },
  ),
  page('schedules', ['heading', 'Schedules'], ...schedules),
  menu('schedules-row-menu', undefined, ...schedules, { tabTo: /^More for / }, 'Enter'),
  drawer('task', undefined, ...schedules, 'Enter'),
  question('task-delete', /^Delete/, ...schedules, 'End', 'Delete'),
  page('task-new', ['heading', 'New task'], ...schedules, 'n'),
  page('task-edit', ['heading', /^Edit /], ...schedules, 'e'),
  page('activity', ['grid', 'What happened'], ...activity),
  // The first that is called so is the tab.
  drawer(
    'activity-entry',
    undefined,
    ...activity,
    { tabTo: 'What happened' },
    { tabTo: 'What happened' },
    'ArrowDown',
    'Enter',
  ),
  menu('activity-export', undefined, ...activity, { tabTo: 'Export' }, 'Enter'),
  page('logs', ['grid', 'Log'], ...logs),
  drawer('log-line', 'Line of the log', ...logs, { tabTo: 'Log' }, 'ArrowDown', 'Enter'),
  page('settings', ['heading', 'Settings'], 'Control+,'),
  drawer('news', 'News', 'g', 'n'),
  dialog('keys', 'Keys', '?'),
  dialog('palette', 'Find anything', ...palette),
  dialog(
    'palette-found',
    'Find anything',
    ...palette,
    { type: 'autumn' },
    { see: ['option', /Autumn targets/] },
  ),
  dialog('hold', 'Hold everything', ...hold),
  left(
    choices('hold-how-long', undefined, ...hold, { tabTo: /^How long/ }, 'Enter'),
    'Escape',
    { gone: ['listbox'] },
    'Escape',
    { gone: ['dialog'] },
  ),
  dialog('quit', 'Quit Jobdeck?', ...palette, { type: 'quit jobdeck' }, 'Enter'),
];

/** Who walks: with a page in a browser, or before the real window. */
export interface Walker {
  press(chord: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Waits until it is there, or no longer. */
  waits(seen: Seen, there: boolean): Promise<void>;
  /** What the focused element is called: by itself, or by its label. */
  focusNames(): Promise<string[]>;
}

/** Does what a person does. */
export async function walk(walker: Walker, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (typeof step === 'string') await walker.press(step);
    else if ('type' in step) await walker.type(step.type);
    else if ('see' in step) await walker.waits(step.see, true);
    else if ('gone' in step) await walker.waits(step.gone, false);
    else if ('tabTo' in step) await tabTo(walker, step.tabTo);
    else
      await expect.poll(() => walker.focusNames(), { timeout: patience }).toContain(step.focused);
  }
}

/** Tabs until what is called so has the focus. */
export async function tabTo(walker: Walker, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let tabs = 0; tabs < 60; tabs++) {
    await walker.press('Tab');
    const names = await walker.focusNames();
    if (names.some((one) => fits(one, name))) return;
    passed.push(...names);
  }
  throw new Error(`Tab does not lead to ${name}, but to: ${passed.join(', ')}`);
}

export function fits(called: string, name: string | RegExp | undefined): boolean {
  if (name === undefined) return true;
  return typeof name === 'string' ? called === name : name.test(called);
}

/** What is found on a screen by what it shows. */
export function shown(page: Page, [role, name]: Seen) {
  const options: RoleOptions = name === undefined ? {} : { name, exact: typeof name === 'string' };
  return page.getByRole(role, options).and(page.locator(':visible')).first();
}

/** Walks with a browser's page. */
export const inBrowser = (page: Page): Walker => ({
  press: (chord) => page.keyboard.press(chord),
  type: (text) => page.keyboard.type(text),
  waits: (seen, there) => shown(page, seen).waitFor({ state: there ? 'visible' : 'detached' }),
  focusNames: () =>
    page.evaluate(() => {
      const element = document.activeElement;
      const label = (element as HTMLInputElement | null)?.labels?.[0]?.textContent;
      return [element?.getAttribute('aria-label') ?? element?.textContent ?? '', label ?? ''].map(
        (name) => name.trim(),
      );
    }),
});
