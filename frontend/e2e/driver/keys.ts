// Keys by the names that Playwright gives them ("Control+Enter", "ArrowDown", "?"), as WebDriver
// takes them.

import { Key } from 'selenium-webdriver';

const named: Record<string, string> = {
  Control: Key.CONTROL,
  ControlOrMeta: Key.CONTROL,
  Shift: Key.SHIFT,
  Alt: Key.ALT,
  Enter: Key.ENTER,
  Escape: Key.ESCAPE,
  Tab: Key.TAB,
  Space: ' ',
  Delete: Key.DELETE,
  Backspace: Key.BACK_SPACE,
  Home: Key.HOME,
  End: Key.END,
  PageUp: Key.PAGE_UP,
  PageDown: Key.PAGE_DOWN,
  ArrowUp: Key.ARROW_UP,
  ArrowDown: Key.ARROW_DOWN,
  ArrowLeft: Key.ARROW_LEFT,
  ArrowRight: Key.ARROW_RIGHT,
};

/** The keys of a chord in the order in which they go down. */
export function webdriverKeys(keys: string): string[] {
  return chord(keys).map((key) => named[key] ?? key);
}

function chord(keys: string): string[] {
  return keys === '+' ? ['+'] : keys.split('+');
}
