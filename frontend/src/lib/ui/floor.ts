import { SvelteMap } from 'svelte/reactivity';
import type { Attachment } from 'svelte/attachments';

/** How high the elements are that must stay free, in pixels. */
const heights = new SvelteMap<HTMLElement, number>();

/** How much of the window's bottom edge buttons take: toasts stand above them. */
export const floor = {
  /** In pixels. */
  get height(): number {
    return Math.max(0, ...heights.values());
  },
};

/** Says that an element at the bottom edge has buttons that no toast may cover. */
export const raisesToasts: Attachment<HTMLElement> = (element) => {
  const observer = new ResizeObserver(() => heights.set(element, element.offsetHeight));
  observer.observe(element);
  return () => {
    observer.disconnect();
    heights.delete(element);
  };
};
