import type { News } from '$lib/api/types';

/** How many the inbox keeps. */
const most = 200;

/** The inbox: what was told while nobody looked, newest first. Asked for once; then events bring more. */
export class Inbox {
  list = $state.raw<readonly News[]>([]);
  /** The first answer has come. */
  loaded = $state(false);
  /** What went wrong with the last asking. */
  problem = $state.raw<Error>();

  readonly #fetch: () => Promise<News[]>;
  #asked = 0;

  constructor(fetch: () => Promise<News[]>) {
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
    const asked = ++this.#asked;
    try {
      const told = this.list;
      const list = await this.#fetch();
      if (asked !== this.#asked) return;
      // What came meanwhile is newer than the answer.
      const meanwhile = this.list.filter((news) => !told.includes(news));
      this.list = list;
      meanwhile.forEach((news) => this.tell(news));
      this.loaded = true;
      this.problem = undefined;
    } catch (cause) {
      this.problem = cause instanceof Error ? cause : new Error(String(cause));
    }
  }
}
