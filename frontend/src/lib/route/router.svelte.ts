import { createSubscriber } from 'svelte/reactivity';
import { href, parse, type Route } from './route';

/** Says whether the page may be left, at once or after a question. */
type Leave = () => true | Promise<boolean>;

/** Where the window is now, and how it gets elsewhere. */
class Router {
  #mayLeave: Leave | undefined;

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
    if (location.hash === to) return;
    const stays = parse(location.hash).place === route.place;
    const sure = stays || (this.#mayLeave?.() ?? true);
    if (sure === true) location.hash = to;
    else void sure.then((yes) => yes && (location.hash = to));
  }

  /**
   * Asks before the present page is left by whatever way: a key, a link, the palette, a list that
   * another start hands over. Gives what ends the asking.
   */
  guard(mayLeave: Leave): () => void {
    const follow = (event: MouseEvent): void => {
      const link = event.target instanceof Element && event.target.closest('a[href^="#"]');
      if (!link) return;
      event.preventDefault();
      this.go(parse(link.getAttribute('href') ?? ''));
    };
    this.#mayLeave = mayLeave;
    window.addEventListener('click', follow, true);
    return () => {
      window.removeEventListener('click', follow, true);
      if (this.#mayLeave === mayLeave) this.#mayLeave = undefined;
    };
  }

  /** Goes to a route in place of the present one: back does not come here again. */
  replace(route: Route): void {
    const to = href(route);
    if (location.hash !== to) location.replace(to);
  }
}

export const router = new Router();
