// Events in, state out: all that comes from Go and stays on the screen lives here.

export { Answer } from './answer.svelte';
export { clock } from './clock.svelte';
export { deck, Deck } from './deck.svelte';
export { Feed, type FeedPage } from './feed.svelte';
export { LiveJob } from './job.svelte';
export { Inbox } from './news.svelte';
export { Jobs } from './jobs.svelte';
export { JobList } from './list.svelte';
export { Tasks } from './tasks.svelte';
export { Throttle } from './throttle';
