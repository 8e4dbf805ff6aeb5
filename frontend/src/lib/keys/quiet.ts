import { isGoing, isTaken } from '$lib/ui/over';

const fields = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
/** What Space and Enter press by themselves. */
const pressable =
  'button, a[href], summary, [role="button"], [role="checkbox"], [role="radio"], [role="switch"], [role="tab"], [role="menuitem"], [role="option"]';
/** What has the focus to be pressed or typed into. */
export const control = `${fields}, ${pressable}`;

/** Input elements in which nothing is typed. */
const untyped = new Set([
  'button',
  'checkbox',
  'radio',
  'range',
  'submit',
  'reset',
  'file',
  'color',
]);

/** Whether a key belongs to what has the focus, and not to the window's commands. */
export function quiet(event: KeyboardEvent): boolean {
  if (isTaken(event)) return true;
  const target = event.target instanceof Element ? event.target : null;
  if (!target || isGoing(target)) return false;
  if (typesInto(target)) return true;
  return (event.key === ' ' || event.key === 'Enter') && target.closest(pressable) !== null;
}

function typesInto(target: Element): boolean {
  const field = target.closest(fields);
  if (!field) return false;
  return !(field instanceof HTMLInputElement && untyped.has(field.type));
}
