import type { News } from '../../src/lib/api/types';

/** An inbox of each kind, the newest three of them new. */
export function inbox(now: number): News[] {
  const told: Pick<News, 'kind' | 'title' | 'text' | 'job' | 'task' | 'actions'>[] = [
    {
      kind: 'failures',
      title: 'APAC retail completed with failures',
      text: '933 succeeded, 26 failed, 51 skipped in 2 h 5 min',
      job: 7,
      task: 0,
      actions: ['open'],
    },
    {
      kind: 'paused',
      title: 'Trade-fair list is paused',
      text: 'More than half of the last 100 rows failed',
      job: 9,
      task: 0,
      actions: ['open', 'resume'],
    },
    {
      kind: 'missed',
      title: '3 firings of Weekly targets were missed',
      text: 'Between Thursday 21:50 and Saturday 21:50; one run made up for them',
      job: 0,
      task: 3,
      actions: ['open'],
    },
    {
      kind: 'completed',
      title: '12 jobs completed',
      text: '14,210 succeeded',
      job: 0,
      task: 0,
      actions: ['open'],
    },
    {
      kind: 'undelivered',
      title: 'News could not be mailed',
      text: 'smtp.example.com refuses the password',
      job: 0,
      task: 0,
      actions: ['open'],
    },
  ];
  return told.map((news, i) => ({
    ...news,
    id: told.length - i,
    at: now - i * 47 * 60_000,
    seen: i > 2,
  }));
}
