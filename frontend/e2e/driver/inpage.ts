// The half of the WebKit driver that lives in the page: it finds what Playwright would find, by
// Playwright's own rules, and waits until it can be used. Bundled and run in the page once.

import { Ivya } from 'ivya';
import { isElementVisible } from 'ivya/utils';
import type { WaitOptions } from './driver';

export type State = NonNullable<WaitOptions['state']> | 'clickable';

const ivya = Ivya.create({ browser: 'webkit' });
const lookEvery = 30;

/** What threw in the page since this was put into it. */
export const problems: string[] = [];
addEventListener('error', (event: ErrorEvent) => {
  // Nothing threw: a size changed while sizes were told, and is told in the next frame.
  if (event.message.startsWith('ResizeObserver loop')) return;
  // Wails' own overlay for development stumbles over pages that are not from its template.
  if (!event.filename.includes('/wails/ipc.js')) problems.push(told(event.error ?? event.message));
});
addEventListener('unhandledrejection', (event) => problems.push(told(event.reason)));

export function all(selector: string): Element[] {
  return ivya.queryLocatorSelectorAll(selector, document);
}

/** The one element that a selector means, when it is in that state; waits until it is. */
export async function reach(
  selector: string,
  state: State,
  timeout: number,
): Promise<Element | null> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const element = ivya.queryLocatorSelector(selector, document, true);
    const lacks = await lack(element, state);
    if (lacks === '') return element;
    if (performance.now() >= deadline)
      throw new Error(`${selector} is not ${state} after ${timeout} ms: ${lacks}`);
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
  }
}

/** What is missing for the state; nothing when it is reached. */
async function lack(element: Element | null, state: State): Promise<string> {
  if (state === 'detached') return element ? `${ivya.previewNode(element)} is there` : '';
  if (state === 'hidden') return element && isElementVisible(element) ? 'it is visible' : '';
  if (!element) return 'there is none';
  if (state === 'attached') return '';
  if (!isElementVisible(element)) return `${ivya.previewNode(element)} is not visible`;
  return state === 'visible' ? '' : unclickable(element);
}

/** Why a click would miss: it is disabled, still moves, or something lies over it. */
async function unclickable(element: Element): Promise<string> {
  if (element.matches(':disabled')) return 'it is disabled';
  element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  const before = element.getBoundingClientRect();
  await new Promise(requestAnimationFrame);
  const { x, y, width, height } = element.getBoundingClientRect();
  if (before.x !== x || before.y !== y) return 'it moves';
  const hit = document.elementFromPoint(x + width / 2, y + height / 2);
  if (!hit) return 'it is out of sight';
  const label = hit.closest('label');
  if (element.contains(hit) || label?.control === element || label?.contains(element)) return '';
  return `${ivya.previewNode(hit)} lies over it`;
}

function told(error: unknown): string {
  return error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
}
