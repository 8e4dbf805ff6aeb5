import axe from 'axe-core';

/** What axe finds wrong with an element, in words; colours are measured by tokens.test.ts, and jsdom has no layout. */
export async function violations(element: Element = document.body): Promise<string[]> {
  const { violations } = await axe.run(element, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return violations.map(
    (one) => `${one.id}: ${one.help} (${one.nodes.map((node) => node.html).join(' ')})`,
  );
}
