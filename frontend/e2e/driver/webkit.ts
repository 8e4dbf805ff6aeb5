// WebKitGTK, the engine that ships on Linux: WebDriver steers the small browser that comes with the
// library, on a screen of its own.

import { spawn, type ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { Builder, Capabilities, type WebDriver, type WebElement } from 'selenium-webdriver';
import { bundle } from '../bundle.mjs';
import { answers, ended, freePort, startScreen, type Screen } from '../processes';
import { patience, usualSize, type Driver, type Page, type Scheme, type Size } from './driver';
import { byRole, byText, Selected, type Hands } from './found';
import type { State } from './inpage';
import { webdriverKeys } from './keys';

/** What inpage.ts is called in the page. */
const inpage = 'driverInPage';

export async function openWebKit(): Promise<Driver> {
  const screen = await startScreen({ width: 1400, height: 1000 });
  const port = await freePort();
  const server = spawn('WebKitWebDriver', [`--port=${port}`], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore'],
    // Nothing of the user's session takes part.
    env: {
      ...process.env,
      DISPLAY: screen.display,
      WAYLAND_DISPLAY: '',
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      NO_AT_BRIDGE: '1',
      GSETTINGS_BACKEND: 'memory',
      GTK_THEME: 'Adwaita',
    },
  });
  try {
    await answers(`http://localhost:${port}/status`, server);
    const driver = await new Builder()
      .usingServer(`http://localhost:${port}`)
      .withCapabilities(new Capabilities({ browserName: 'MiniBrowser' }))
      .build();
    await driver.manage().setTimeouts({ script: 2 * patience });
    const webkit = new WebKit(driver, server, screen);
    await webkit.resize(usualSize);
    return webkit;
  } catch (error) {
    await ended(server);
    screen.child.kill();
    throw error;
  }
}

class WebKit implements Driver {
  readonly engine = 'webkit';
  readonly page: Page;
  readonly #driver: WebDriver;
  readonly #server: ChildProcess;
  readonly #screen: Screen;

  constructor(driver: WebDriver, server: ChildProcess, screen: Screen) {
    this.#driver = driver;
    this.#server = server;
    this.#screen = screen;
    const hands = this.#hands();
    const found = (selector: string) => new Selected(hands, selector);
    this.page = {
      getByRole: (role, options) => found(byRole(role, options)),
      getByText: (text, options) => found(byText(text, options)),
      locator: found,
      keyboard: { press: hands.press, type: hands.type },
      evaluate: <R, A>(look: string | ((arg: A) => R | Promise<R>), arg?: A) =>
        this.#run<R>(typeof look === 'string' ? `() => {${look}\n}` : look, arg),
    };
  }

  async goto(address: string): Promise<void> {
    await this.#driver.get(address);
    await this.#driver.executeScript(
      `${await bundle('./driver/inpage.ts', inpage)}\nglobalThis.${inpage} = ${inpage};`,
    );
  }

  async resize({ width, height }: Size): Promise<void> {
    const window = this.#driver.manage().window();
    const around = await this.#run<Size>(() => ({
      width: outerWidth - innerWidth,
      height: outerHeight - innerHeight,
    }));
    await window.setRect({
      x: 0,
      y: 0,
      width: width + around.width,
      height: height + around.height,
    });
    await this.#run(
      async ({ width, height }: Size) => {
        while (innerWidth !== width || innerHeight !== height)
          await new Promise((resolve) => addEventListener('resize', resolve, { once: true }));
      },
      { width, height },
    );
  }

  // The system's own scheme is GTK's, and can't be changed under a browser that runs: the window's
  // setting is, as another window of it would.
  async scheme(scheme: Scheme): Promise<void> {
    await this.#run((scheme: Scheme) => {
      const key = 'mode-watcher-mode';
      localStorage.setItem(key, scheme);
      dispatchEvent(
        new StorageEvent('storage', { key, newValue: scheme, storageArea: localStorage }),
      );
    }, scheme);
  }

  async picture(file: string): Promise<void> {
    // What is drawn is what was on the screen at the last frame.
    await this.#driver.executeAsyncScript(
      'const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))',
    );
    await writeFile(file, await this.#driver.takeScreenshot(), 'base64');
  }

  problems(): Promise<string[]> {
    return this.#driver.executeScript<string[]>(`return globalThis.${inpage}?.problems ?? []`);
  }

  async close(): Promise<void> {
    await this.#driver.quit().catch(() => undefined); // it may be gone already
    await ended(this.#server);
    this.#screen.child.kill();
  }

  /** Runs a function in the page, and gives what it comes to. */
  async #run<R>(look: string | ((...args: never[]) => unknown), ...args: unknown[]): Promise<R> {
    const answer = await this.#driver.executeAsyncScript<{ value: R } | { error: string }>(
      `const args = [...arguments], done = args.pop();
      Promise.resolve().then(() => (${String(look)})(...args)).then(
        (value) => done({ value: value === undefined ? null : value }),
        (error) => done({ error: String(error?.message ?? error) }),
      );`,
      ...args,
    );
    if ('error' in answer) throw new Error(answer.error);
    return answer.value;
  }

  #reach(selector: string, state: State, timeout = patience): Promise<WebElement> {
    return this.#run(`(...args) => ${inpage}.reach(...args)`, selector, state, timeout);
  }

  #hands(): Hands {
    const actions = () => this.#driver.actions({ async: true });
    return {
      reach: async (selector, state, timeout) => void (await this.#reach(selector, state, timeout)),
      click: async (selector) => (await this.#reach(selector, 'clickable')).click(),
      hover: async (selector) =>
        actions()
          .move({ origin: await this.#reach(selector, 'clickable') })
          .perform(),
      focus: async (selector) =>
        void (await this.#run(
          '(element) => element.focus()',
          await this.#reach(selector, 'attached'),
        )),
      press: async (keys) => {
        const held = webdriverKeys(keys);
        const last = held.pop() ?? '';
        const chord = actions();
        for (const key of held) chord.keyDown(key);
        chord.keyDown(last).keyUp(last);
        for (const key of held.reverse()) chord.keyUp(key);
        await chord.perform();
      },
      type: (text) => actions().sendKeys(text).perform(),
      look: (selector, look) =>
        this.#run(`(selector) => (${String(look)})(${inpage}.all(selector))`, selector),
      lookAt: async (selector, look, timeout) =>
        this.#run(look, await this.#reach(selector, 'attached', timeout)),
    };
  }
}
