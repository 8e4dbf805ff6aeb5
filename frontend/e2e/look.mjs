// Takes a picture of a screen over the fake deck:
//   node e2e/look.mjs '#/jobs' jobs.png [--dark] [--size 900x600] [--jobs some|bad|none|10000] [--still] [--dist] [--text 200%]
//     [--tasks some|none] [--act click=SELECTOR] [--act press=KEY] [--act type=TEXT]
// It is served from the sources unless --dist asks for the build.

import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { createServer, preview } from 'vite';
import { fakeDeckScript } from './fake-script.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dark: { type: 'boolean', default: false },
    size: { type: 'string', default: '1280x800' },
    jobs: { type: 'string', default: 'some' },
    tasks: { type: 'string', default: 'some' },
    act: { type: 'string', multiple: true, default: [] },
    still: { type: 'boolean', default: false },
    dist: { type: 'boolean', default: false },
    text: { type: 'string', default: '' },
  },
});
const [hash = '#/jobs', file = 'screen.png'] = positionals;
const [width = 1280, height = 800] = values.size.split('x').map(Number);
const jobs = /^\d+$/.test(values.jobs) ? Number(values.jobs) : values.jobs;

const serving = { port: 0, host: '127.0.0.1' };
const server = values.dist
  ? await preview({ preview: serving, logLevel: 'error' })
  : await (await createServer({ server: serving, logLevel: 'error' })).listen();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: values.dark ? 'dark' : 'light',
    reducedMotion: values.still ? 'reduce' : 'no-preference',
  });
  page.on('pageerror', (error) => console.error('page:', error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error('console:', message.text());
  });
  await page.addInitScript({
    content: await fakeDeckScript(
      /** @type {import('./fake-deck').FakeOptions} */ ({
        jobs,
        tasks: values.tasks,
        moving: !values.still,
      }),
    ),
  });
  await page.goto(`${server.resolvedUrls?.local[0]}${hash}`, { waitUntil: 'networkidle' });
  await page.evaluate((text) => {
    document.documentElement.style.fontSize = text;
  }, values.text);
  for (const step of values.act) {
    const [, deed = '', what = ''] = /^(\w+)=(.*)$/.exec(step) ?? [];
    if (deed === 'press') await page.keyboard.press(what);
    else if (deed === 'type') await page.keyboard.type(what);
    else if (deed === 'click') await page.locator(what).first().click();
    else throw new Error(`--act ${step}: it is press=KEY, type=TEXT or click=SELECTOR`);
    await page.waitForTimeout(250);
  }
  await page.screenshot({ path: file });
  console.log(file);
} finally {
  await browser.close();
  await server.close();
}
