import * as api from '$lib/api';
import type { News } from '$lib/api';
import { deck } from '$lib/live';
import { router } from '$lib/route';
import type { Route } from '$lib/route';

/** The drawer with the news. */
class NewsState {
  open = $state(false);
  /** Why it could not be noted that the news was seen. */
  problem = $state.raw<unknown>();

  /** All of it was looked at. */
  async see(): Promise<void> {
    if (deck.inbox.unseen === 0) return;
    deck.inbox.seen();
    try {
      await api.seeNews([]);
      this.problem = undefined;
    } catch (cause) {
      this.problem = cause;
    }
  }

  /** Shows what news is about. */
  go(news: News): void {
    this.open = false;
    router.go(routeOf(news));
  }
}

export const news = new NewsState();

/** Where news leads. */
export function routeOf(one: Pick<News, 'kind' | 'job' | 'task'>): Route {
  if (one.job > 0) return { place: 'job', job: one.job };
  if (one.task > 0) return { place: 'task', task: one.task };
  switch (one.kind) {
    case 'missed':
    case 'run_failed':
      return { place: 'schedules' };
    case 'undelivered':
      return { place: 'settings' };
    default:
      return { place: 'jobs' };
  }
}
