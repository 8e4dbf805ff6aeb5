import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect } from 'vitest';
import { engine, type Window } from './window';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Looks for what keeps people out, in light and in dark. That is in what the page says, which is
 * the same in every engine: one is asked.
 */
export async function accessible(window: Window, screen: string): Promise<void> {
  if (engine !== 'chromium') return;
  for (const scheme of ['light', 'dark'] as const) {
    await window.scheme(scheme);
    expect(await violations(window), `${screen} in ${scheme}`).toEqual([]);
  }
  await window.scheme('light');
}

async function violations(window: Window): Promise<string[]> {
  await window.page.evaluate(source);
  const results = await window.page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`);
}
