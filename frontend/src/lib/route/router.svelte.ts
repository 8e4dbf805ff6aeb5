import { createSubscriber } from 'svelte/reactivity';
import { href, parse, type Route } from './route';

/** Where the window is now, and how it gets elsewhere. */
class Router {
  readonly #subscribe = createSubscriber((moved) => {
    window.addEventListener('hashchange', moved);
    return () => window.removeEventListener('hashchange', moved);
  });

  /** The route of the present address. */
  get current(): Route {
    this.#subscribe();
    return parse(location.hash);
  }

  /** Goes to a route; back comes home from it. */
  go(route: Route): void {
    const to = href(route);
    if (location.hash !== to) location.hash = to;
  }

  /** Goes to a route in place of the present one: back does not come here again. */
  replace(route: Route): void {
    const to = href(route);
    if (location.hash !== to) location.replace(to);
  }
}

export const router = new Router();
