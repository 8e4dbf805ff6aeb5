import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as api from '$lib/api';
import type { News } from '$lib/api';
import { deck, Inbox } from '$lib/live';
import { violations } from '$lib/ui/testing/axe';
import NewsDrawer from './NewsDrawer.svelte';
import { news, routeOf } from './news.svelte';

vi.mock('$lib/api', async (original) => ({
  ...(await original<typeof api>()),
  news: vi.fn(),
  seeNews: vi.fn(async () => undefined),
  apply: vi.fn(async () => ({ verb: 'resume', done: [3], left_out: [] })),
}));

const user = userEvent.setup({ pointerEventsCheck: 0 });

function told(id: number, more: Partial<News> = {}): News {
  return {
    id,
    at: Date.now() - id * 60_000,
    kind: 'completed',
    title: `Q${id} is completed`,
    text: '998 ok',
    job: id,
    task: 0,
    actions: ['open'],
    seen: false,
    ...more,
  };
}

beforeEach(async () => {
  location.hash = '#/jobs';
  vi.mocked(api.news).mockResolvedValue([
    told(3, { kind: 'paused', title: 'Q3 is paused', actions: ['open', 'resume'] }),
    told(2, { seen: true }),
  ]);
  await deck.inbox.load();
});

afterEach(() => {
  news.open = false;
  vi.clearAllMocks();
});

describe('the drawer with the news', () => {
  it('shows what happened, and opening it is looking at it', async () => {
    render(NewsDrawer);
    expect(deck.inbox.unseen).toBe(1);
    news.open = true;
    const drawer = await screen.findByRole('dialog', { name: 'News' });
    await waitFor(() => expect(api.seeNews).toHaveBeenCalledOnce());
    expect(deck.inbox.unseen).toBe(0);
    expect(within(drawer).getByText('New:', { exact: false })).toBeInTheDocument();
    expect(await violations(drawer)).toEqual([]);
  });

  it('leads to what the news is about', async () => {
    render(NewsDrawer);
    news.open = true;
    await user.click(await screen.findByRole('button', { name: 'Open results' }));
    expect(location.hash).toBe('#/jobs/2');
    expect(news.open).toBe(false);
  });

  it('resumes a job that was paused by itself', async () => {
    render(NewsDrawer);
    news.open = true;
    await user.click(await screen.findByRole('button', { name: 'Resume' }));
    expect(api.apply).toHaveBeenCalledWith(expect.objectContaining({ verb: 'resume', jobs: [3] }));
  });

  it('says so when there is none', async () => {
    vi.mocked(api.news).mockResolvedValue([]);
    await deck.inbox.load();
    render(NewsDrawer);
    news.open = true;
    expect(await screen.findByText('No news')).toBeInTheDocument();
  });
});

describe('the inbox', () => {
  it('keeps what comes while it is asked for, newest first, each once', async () => {
    let answer: (list: News[]) => void = () => undefined;
    const inbox = new Inbox(() => new Promise((resolve) => (answer = resolve)));
    const loading = inbox.load();
    inbox.tell(told(5));
    answer([told(4)]);
    await loading;
    inbox.tell(told(4, { seen: true }));
    expect(inbox.list.map((one) => [one.id, one.seen])).toEqual([
      [5, false],
      [4, true],
    ]);
  });

  it('leaves out what is not kept', () => {
    const inbox = new Inbox(() => Promise.resolve([]));
    inbox.tell(told(0));
    expect(inbox.list).toEqual([]);
  });
});

it.each([
  [
    { kind: 'completed', job: 7, task: 0 },
    { place: 'job', job: 7 },
  ],
  [
    { kind: 'run_failed', job: 0, task: 4 },
    { place: 'task', task: 4 },
  ],
  [{ kind: 'missed', job: 0, task: 0 }, { place: 'schedules' }],
  [{ kind: 'undelivered', job: 0, task: 0 }, { place: 'settings' }],
  [{ kind: 'completed', job: 0, task: 0 }, { place: 'jobs' }],
] as const)('news %o leads to %o', (one, route) => {
  expect(routeOf(one)).toEqual(route);
});
