// What is wrong with the shape of what is on the screen: crushed, cut off, or out of the window.

import type { Found } from './driver/driver';

/** Looks at a page, or at a dialog, drawer or menu. Says what is wrong, each in a line. */
export function shapeOf(found: Found): Promise<string[]> {
  return found.evaluate((layer) => {
    /** Less than this of what scrolls is too little to work with, in CSS pixels. */
    const least = 88;
    const wrong: string[] = [];
    const box = layer.getBoundingClientRect();
    const tallest = Math.min(
      parseFloat(getComputedStyle(layer).maxHeight) || innerHeight,
      innerHeight,
    );

    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      wrong.push(`it reaches from ${box.left},${box.top} to ${box.right},${box.bottom}`);
    for (const element of [layer, ...layer.querySelectorAll<HTMLElement>('*')]) look(element);
    return wrong;

    function look(element: HTMLElement): void {
      if (!element.checkVisibility({ visibilityProperty: true })) return;
      const { overflowX, overflowY, textOverflow, position } = getComputedStyle(element);
      const { clientWidth, clientHeight, scrollWidth, scrollHeight } = element;
      // For who listens alone: one pixel that nobody sees.
      if (position === 'absolute' && clientWidth <= 1) return;
      if (/auto|scroll/.test(overflowY) && scrollHeight > clientHeight + 1) {
        if (clientHeight < least) tell(element, `shows ${clientHeight} of ${scrollHeight} px`);
        else if (layer.getAttribute('role') && box.height < tallest - 1 && position !== 'fixed')
          tell(element, `scrolls with ${Math.round(tallest - box.height)} px to spare`);
      }
      // A table's rows end where its columns do.
      const cut =
        scrollWidth > clientWidth + 1 && clientWidth > 0 && !element.closest('[role="grid"]');
      if (cut && /hidden|clip/.test(overflowX) && textOverflow !== 'ellipsis' && element.innerText)
        tell(element, `is cut off: ${clientWidth} of ${scrollWidth} px`);
      if (cut && overflowX === 'visible' && element.matches('button, a') && element.innerText)
        tell(element, `holds more than fits: ${clientWidth} of ${scrollWidth} px`);
    }

    function tell(element: HTMLElement, what: string): void {
      const words = element.innerText.replaceAll(/\s+/g, ' ').slice(0, 40);
      wrong.push(
        `<${element.tagName.toLowerCase()} class="${element.className}"> “${words}” ${what}`,
      );
    }
  });
}
