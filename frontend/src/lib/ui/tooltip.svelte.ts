import { mount } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import TooltipLayer from './TooltipLayer.svelte';

/** What a tooltip shows. */
export interface Tip {
  text: string;
  keys?: string;
  /** The element says it by itself, as its name or description: it is not said twice. */
  said?: boolean;
}

interface Point {
  x: number;
  y: number;
}

/** The tooltip that is shown now: one for the whole window, so that a list of a thousand buttons costs nothing. */
export const shown = $state<{ anchor: HTMLElement | undefined; tip: Tip }>({
  anchor: undefined,
  tip: { text: '' },
});

export const tooltipID = 'tooltip-layer';

const patience = 450;
const tips = new WeakMap<Element, (element: HTMLElement) => Tip | undefined>();
let listening = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastHidden = -Infinity;
/** What the pointer is on, and where it was last seen. */
let pointed: HTMLElement | undefined;
let pointer: Point | undefined;
/** It came by the pointer, and goes with it; otherwise by the focus. */
let byPointer = false;

function show(anchor: HTMLElement, pointing: boolean): void {
  const tip = anchor.isConnected ? tips.get(anchor)?.(anchor) : undefined;
  hide();
  if (!tip?.text) return;
  byPointer = pointing;
  shown.anchor = anchor;
  shown.tip = tip;
  if (tip.said) return;
  const described = anchor.getAttribute('aria-describedby');
  anchor.setAttribute('aria-describedby', described ? `${described} ${tooltipID}` : tooltipID);
}

/** Takes the tooltip away. */
export function hide(): void {
  clearTimeout(timer);
  if (!shown.anchor) return;
  const rest = (shown.anchor.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .filter((id) => id !== '' && id !== tooltipID);
  if (rest.length) shown.anchor.setAttribute('aria-describedby', rest.join(' '));
  else shown.anchor.removeAttribute('aria-describedby');
  shown.anchor = undefined;
  lastHidden = performance.now();
}

/**
 * Whether the tooltip still belongs where it is. WebKitGTK does not say that the pointer left when
 * it is the element that moved away, or went.
 */
export function belongs(): boolean {
  return shown.anchor?.isConnected === true && (!byPointer || under(shown.anchor));
}

function under(element: HTMLElement): boolean {
  if (!pointer) return false;
  const { left, right, top, bottom } = element.getBoundingClientRect();
  // What has no box at all is in a test without a layout.
  if (right === left && bottom === top) return true;
  return pointer.x >= left && pointer.x <= right && pointer.y >= top && pointer.y <= bottom;
}

function withTip(target: EventTarget | null): HTMLElement | undefined {
  let element = target instanceof Element ? target : null;
  while (element && !tips.has(element)) element = element.parentElement;
  return element instanceof HTMLElement ? element : undefined;
}

function point(event: PointerEvent): void {
  if (event.pointerType === 'touch') return;
  pointer = { x: event.clientX, y: event.clientY };
  const element = withTip(event.target);
  if (element === pointed) return;
  pointed = element;
  clearTimeout(timer);
  if (byPointer && shown.anchor !== element) hide();
  if (!element || shown.anchor === element) return;
  timer = setTimeout(
    () => {
      if (under(element)) show(element, true);
    },
    performance.now() - lastHidden < 300 ? 0 : patience,
  );
}

function leave(): void {
  pointed = undefined;
  pointer = undefined;
  hide();
}

function focus({ target }: FocusEvent): void {
  const element = withTip(target);
  if (element && element === target && element.matches(':focus-visible')) show(element, false);
  else if (shown.anchor && !(target instanceof Node && shown.anchor.contains(target))) hide();
}

function blur({ target }: FocusEvent): void {
  // Afterwards: what has the focus loses it, too, while it is taken out of the page.
  if (target === shown.anchor) queueMicrotask(() => target === shown.anchor && hide());
}

function key(event: KeyboardEvent): void {
  if (!shown.anchor || /^(Alt|Control|Meta|Shift)$/.test(event.key)) return;
  // Escape closes what is on top first: the tooltip of what has the focus, then the dialog under it.
  if (event.key === 'Escape' && event.target === shown.anchor) event.stopPropagation();
  hide();
}

/** One set of ears for all tooltips. */
function listen(): void {
  if (listening) return;
  listening = true;
  mount(TooltipLayer, { target: document.body });
  const early = { capture: true, passive: true };
  document.addEventListener('pointerover', point, early);
  document.addEventListener('pointermove', point, early);
  document.addEventListener('pointerdown', hide, early);
  document.addEventListener('wheel', hide, early);
  document.addEventListener('scroll', () => byPointer && hide(), early);
  document.addEventListener('focusin', focus, early);
  document.addEventListener('focusout', blur, early);
  document.addEventListener('keydown', key, early);
  document.documentElement.addEventListener('pointerleave', leave);
  window.addEventListener('blur', leave);
  window.addEventListener('hashchange', leave);
}

/**
 * Shows a tooltip on an element: after a moment under the pointer, at once on keyboard focus and
 * when another tooltip was just read. It ends when the pointer or the focus is elsewhere, whoever
 * of the two moved; with a press, a key, and a turn of the wheel.
 */
export function tooltip(tip: (element: HTMLElement) => Tip | undefined): Attachment<HTMLElement> {
  return (element) => {
    listen();
    tips.set(element, tip);
    return () => {
      tips.delete(element);
      if (pointed === element) pointed = undefined;
      if (shown.anchor !== element) return;
      // Not now: Svelte may be in the middle of what took the element away.
      queueMicrotask(() => shown.anchor === element && !tips.has(element) && hide());
    };
  };
}

/** Whether an element's text is longer than its place. */
export function isCutOff(element: HTMLElement): boolean {
  return element.scrollWidth > element.clientWidth;
}

/** Shows all of a text that is cut off. */
export const whole: Attachment<HTMLElement> = tooltip((element) =>
  isCutOff(element) ? { text: element.textContent.trim(), said: true } : undefined,
);
