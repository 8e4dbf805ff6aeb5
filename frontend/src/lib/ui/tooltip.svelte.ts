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

/** The tooltip that is shown now: one for the whole window, so that a list of a thousand buttons costs nothing. */
export const shown = $state<{ anchor: HTMLElement | undefined; tip: Tip }>({
  anchor: undefined,
  tip: { text: '' },
});

export const tooltipID = 'tooltip-layer';

const patience = 450;
let layer: object | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let lastHidden = -Infinity;

function show(anchor: HTMLElement, tip: Tip): void {
  layer ??= mount(TooltipLayer, { target: document.body });
  hide();
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
 * Shows a tooltip on an element: after a moment under the pointer, at once on keyboard focus and
 * when another tooltip was just read. Escape and a press take it away.
 */
export function tooltip(tip: () => Tip | undefined): Attachment<HTMLElement> {
  return (element) => {
    const open = (): void => {
      const what = tip();
      if (what && element.isConnected) show(element, what);
    };
    const enter = (event: PointerEvent): void => {
      if (event.pointerType === 'touch') return;
      clearTimeout(timer);
      timer = setTimeout(open, performance.now() - lastHidden < 300 ? 0 : patience);
    };
    const leave = (): void => {
      clearTimeout(timer);
      if (shown.anchor === element) hide();
    };
    const focus = (): void => {
      if (element.matches(':focus-visible')) open();
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && shown.anchor === element) {
        // Escape closes what is on top first: the tooltip, then the dialog under it.
        event.stopPropagation();
        leave();
      }
    };
    element.addEventListener('pointerenter', enter);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('pointerdown', leave);
    element.addEventListener('focus', focus);
    element.addEventListener('blur', leave);
    element.addEventListener('keydown', key);
    return () => {
      leave();
      element.removeEventListener('pointerenter', enter);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('pointerdown', leave);
      element.removeEventListener('focus', focus);
      element.removeEventListener('blur', leave);
      element.removeEventListener('keydown', key);
    };
  };
}
