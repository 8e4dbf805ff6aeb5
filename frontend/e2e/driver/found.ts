// What a journey finds, said in Playwright's selectors: the page's half of the driver knows them.

import { getByRoleSelector, getByTextSelector } from 'ivya';
import type { Found, RoleOptions, WaitOptions } from './driver';
import type { State } from './inpage';

/** What can be done in a page with what a selector means. */
export interface Hands {
  reach(selector: string, state: State, timeout?: number): Promise<void>;
  click(selector: string): Promise<void>;
  hover(selector: string): Promise<void>;
  focus(selector: string): Promise<void>;
  press(keys: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Runs a function with the elements; it must stand alone. */
  look<R>(selector: string, look: (elements: HTMLElement[]) => R): Promise<R>;
  /** Runs a function with the one element, once it is there. */
  lookAt<R>(
    selector: string,
    look: (element: HTMLElement) => R | Promise<R>,
    timeout?: number,
  ): Promise<R>;
}

export const byRole = (role: string, options?: RoleOptions) => getByRoleSelector(role, options);
export const byText = (text: string | RegExp, options?: { exact?: boolean }) =>
  getByTextSelector(text, options);

export class Selected implements Found {
  readonly #hands: Hands;
  readonly #selector: string;

  constructor(hands: Hands, selector: string) {
    this.#hands = hands;
    this.#selector = selector;
  }

  #within(selector: string): Selected {
    return new Selected(this.#hands, `${this.#selector} >> ${selector}`);
  }

  getByRole(role: string, options?: RoleOptions) {
    return this.#within(byRole(role, options));
  }
  getByText(text: string | RegExp, options?: { exact?: boolean }) {
    return this.#within(byText(text, options));
  }
  locator(selector: string) {
    return this.#within(selector);
  }
  filter({ has }: { has?: Found }) {
    if (!has) return this;
    return this.#within(`internal:has=${JSON.stringify(selectorOf(has))}`);
  }
  and(other: Found) {
    return this.#within(`internal:and=${JSON.stringify(selectorOf(other))}`);
  }
  first() {
    return this.nth(0);
  }
  nth(index: number) {
    return this.#within(`nth=${index}`);
  }

  waitFor({ state = 'visible', timeout }: WaitOptions = {}) {
    return this.#hands.reach(this.#selector, state, timeout);
  }
  click() {
    return this.#hands.click(this.#selector);
  }
  hover() {
    return this.#hands.hover(this.#selector);
  }
  async fill(text: string) {
    await this.focus();
    await this.#hands.lookAt(this.#selector, (element) => (element as HTMLInputElement).select());
    await (text === '' ? this.#hands.press('Delete') : this.#hands.type(text));
  }
  async press(keys: string) {
    await this.focus();
    await this.#hands.press(keys);
  }
  async pressSequentially(text: string) {
    await this.focus();
    await this.#hands.type(text);
  }
  focus() {
    return this.#hands.focus(this.#selector);
  }
  blur() {
    return this.#hands.lookAt(this.#selector, (element) => element.blur());
  }

  count() {
    return this.#hands.look(this.#selector, (elements) => elements.length);
  }
  textContent({ timeout }: { timeout?: number } = {}) {
    return this.#hands.lookAt(this.#selector, (element) => element.textContent, timeout);
  }
  allTextContents() {
    return this.#hands.look(this.#selector, (elements) =>
      elements.map((element) => element.textContent ?? ''),
    );
  }
  async getAttribute(name: string) {
    const attributes = await this.#hands.lookAt(this.#selector, (element) =>
      Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    );
    return attributes[name] ?? null;
  }
  evaluate<R>(look: (element: HTMLElement) => R | Promise<R>) {
    return this.#hands.lookAt(this.#selector, look);
  }

  static selector(found: Selected): string {
    return found.#selector;
  }
}

function selectorOf(found: Found): string {
  if (!(found instanceof Selected)) throw new Error('that was found in another browser');
  return Selected.selector(found);
}
