// Takes pictures of the stories, light and dark, in two sizes:
//   node stories/shoot.mjs [folder]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';

const folder = process.argv[2] ?? '.shots';
await mkdir(folder, { recursive: true });
const server = await createServer({
  server: { port: 0, host: '127.0.0.1', hmr: false },
  logLevel: 'error',
  // Its own, so that a running `npm run dev` is not disturbed.
  cacheDir: 'node_modules/.vite-stories',
  optimizeDeps: { entries: ['stories/main.ts'] },
});
await server.listen();
const address = new URL('stories/', server.resolvedUrls?.local[0]).href;
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});

/** @param {import('playwright-core').Page} page @param {string} name */
async function all(page, name) {
  const shoot = (/** @type {string} */ part) =>
    page.screenshot({ path: join(folder, `${name}-${part}.png`) });
  const press = (/** @type {string} */ label) =>
    page.getByRole('button', { name: label, exact: true }).click();
  await page.goto(address, { waitUntil: 'networkidle' });
  await shoot('1');
  const scroller = page.locator('#app > div').first();
  for (const part of [2, 3, 4]) {
    await scroller.evaluate((element) => element.scrollBy(0, element.clientHeight - 60));
    await page.waitForTimeout(120);
    await shoot(String(part));
  }
  await scroller.evaluate((element) => element.scrollTo(0, 0));
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.waitForTimeout(200);
  await shoot('menu');
  await page.keyboard.press('Escape');
  await page.getByLabel('Missed firings').click();
  await page.waitForTimeout(200);
  await shoot('select');
  await page.keyboard.press('Escape');
  await press('Dialog');
  await page.waitForTimeout(200);
  await shoot('dialog');
  await page.keyboard.press('Escape');
  await press('Question');
  await page.waitForTimeout(200);
  await shoot('question');
  await page.keyboard.press('Escape');
  await press('Toast with undo');
  await press('Info toast');
  await press('Error toast');
  await press('Drawer');
  await page.waitForTimeout(500);
  await shoot('drawer');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Resume', exact: true }).first().focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await page.waitForTimeout(200);
  await shoot('reason');
}

try {
  for (const scheme of /** @type {const} */ (['light', 'dark']))
    for (const [width, height] of [
      [1280, 800],
      [900, 600],
    ]) {
      const page = await browser.newPage({
        viewport: { width: width ?? 0, height: height ?? 0 },
        colorScheme: scheme,
      });
      page.on('pageerror', (error) => console.error('page:', error.message));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()))
          console.error('console:', message.text());
      });
      await all(page, `${scheme}-${width}`);
      await page.close();
    }
} finally {
  await browser.close();
  await server.close();
}
