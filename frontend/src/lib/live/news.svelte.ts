import type { News } from '$lib/api/types';
import { Answer } from './answer.svelte';

/** How many the inbox keeps. */
const most = 200;

/** The inbox: what was told while nobody looked, newest first. Asked for once; then events bring more. */
export class Inbox extends Answer<News[]> {
  list = $state.raw<readonly News[]>([]);
  readonly #fetch: () => Promise<News[]>;

  constructor(fetch: () => Promise<News[]>) {
    super();
    this.#fetch = fetch;
  }

  /** How many nobody looked at yet. */
  readonly unseen: number = $derived(this.list.filter((news) => !news.seen).length);

  /** Takes over what an event told: news, or that some was seen. What is not kept is in no inbox. */
  tell(news: News): void {
    if (news.id === 0) return;
    const others = this.list.filter((other) => other.id !== news.id);
    this.list = [news, ...others].sort((a, b) => b.id - a.id).slice(0, most);
  }

  /** All of it was looked at. */
  seen(): void {
    this.list = this.list.map((news) => (news.seen ? news : { ...news, seen: true }));
  }

  /** Asks for all of it. An answer that a later asking overtook is dropped. */
  async load(): Promise<void> {
    const told = this.list;
    await this.ask(this.#fetch, (list) => {
      // What came meanwhile is newer than the answer.
      const meanwhile = this.list.filter((news) => !told.includes(news));
      this.list = list;
      meanwhile.forEach((news) => this.tell(news));
    });
  }
}
