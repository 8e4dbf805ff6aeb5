// What is open over the window and has keys of its own: dialogs, menus. They carry the attribute
// data-blocks-keys.

/** What is open over the window, also while it goes. */
export const over = '[data-blocks-keys]';

const going = '[data-state="closed"]';

/**
 * Whether a key is for something else than the window: already answered, part of a character that
 * is being composed, or meant for what is open over it. What goes has had its last key: who closes
 * a dialog and goes on at once means the window.
 */
export function isTaken(event: KeyboardEvent): boolean {
  return (
    event.defaultPrevented ||
    event.isComposing ||
    document.querySelector(`${over}:not(${going})`) !== null
  );
}

/** Whether an element stands in what was open over the window and is about to vanish. */
export function isGoing(element: Element): boolean {
  return element.closest(over + going) !== null;
}
