// Chromium, by Playwright: fast, and with all its tools.

import { chromium } from 'playwright-core';
import { patience, usualSize, type Driver, type Page } from './driver';

export async function openChromium(): Promise<Driver> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({ viewport: usualSize });
  page.setDefaultTimeout(patience);
  const problems: string[] = [];
  page.on('pageerror', (error) => {
    // Wails' own overlay for development stumbles over pages that are not from its template.
    if (!error.stack?.includes('/wails/ipc.js')) problems.push(error.stack ?? error.message);
  });
  // What a session asks for lasts as long as the session.
  const session = await page.context().newCDPSession(page);
  return {
    engine: 'chromium',
    // Its locators take none but its own, and are given no others.
    page: page as unknown as Page,
    goto: async (address) => void (await page.goto(address)),
    resize: (size) => page.setViewportSize(size),
    scale: async (factor) => {
      const metrics = { ...usualSize, deviceScaleFactor: factor, mobile: false };
      await session.send('Emulation.setDeviceMetricsOverride', metrics);
    },
    scheme: (scheme) => page.emulateMedia({ colorScheme: scheme }),
    picture: async (file) => void (await page.screenshot({ path: file })),
    problems: () => Promise.resolve(problems),
    close: () => browser.close(),
  };
}
