import { describe, expect, it } from 'vitest';
import type { Entry, ItemView } from '$lib/api';
import { exportItems, exportScopes, type ItemFilter } from './export';
import { itemJSON, laidOut, outputSummary, withFlight } from './rows';
import { shownColumns } from '$views/parts/item';
import { advice, oldestFlight } from './settle';
import { timelineLines } from './timeline';
import { isTomorrow, nextAt, suggested } from '$views/parts/clocktime';

const view: ItemView = {
  seq: 3,
  row: 4,
  cells: ['Abbott', 'abbott.com'],
  outcome: 'succeeded',
  reason: '',
  output: { title: 'Medical  devices', empty: '', note: 'US\nbased' },
  error: '',
  attempts: 1,
  duration_ms: 12,
  ended: 5,
  step: '',
  steps: [],
};

describe('a row', () => {
  it('shows company and domain where they are known, wherever they stand', () => {
    const list = {
      columns: ['Id', 'Web', 'Name'],
      mapping: ['' as const, 'domain' as const, 'company_name' as const],
    };
    expect(shownColumns(list).map((column) => column.label)).toEqual(['Name', 'Web']);
  });

  it('shows the first two columns otherwise', () => {
    const list = { columns: ['a', 'b', 'c'], mapping: [] };
    expect(shownColumns(list).map((column) => column.index)).toEqual([0, 1]);
    expect(shownColumns({ columns: ['only'], mapping: [] })).toHaveLength(1);
  });

  it('tells what came out in one line, in the order of the output columns', () => {
    expect(outputSummary(view, ['note', 'title', 'empty'])).toBe('US based · Medical devices');
  });

  it('shows the step of the moment while it is in flight', () => {
    const flight = { seq: 3, step: 'reading careers page', started: 1, attempt: 1 };
    const waiting = { ...view, outcome: 'pending' as const };
    expect(withFlight(waiting, flight)).toMatchObject({
      outcome: 'in_flight',
      step: 'reading careers page',
    });
  });

  it('is not in flight any more once it has an outcome, whatever an older event says', () => {
    const flight = { seq: 3, step: 'reading', started: 1, attempt: 1 };
    expect(withFlight(view, flight)).toBe(view);
  });

  it('can be copied as JSON with its cells by name', () => {
    const parsed = JSON.parse(itemJSON(view, ['Company'])) as Record<string, unknown>;
    expect(parsed.input).toEqual({ Company: 'Abbott', 'Column 2': 'abbott.com' });
    expect(parsed).not.toHaveProperty('cells');
  });

  it('lays out JSON and leaves other text alone', () => {
    expect(laidOut('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(laidOut('{not json')).toBe('{not json');
    expect(laidOut('plain')).toBe('plain');
  });
});

describe('an export', () => {
  it.each([
    ['all', { outcomes: [], text: '', cleaned: false }],
    ['failed', { outcomes: ['failed'], text: '', cleaned: false }],
    ['cleaned', { outcomes: [], text: '', cleaned: true }],
    ['filtered', { outcomes: ['skipped'], text: 'acme', cleaned: false }],
  ] as const)('of %s asks for exactly those', (scope, want) => {
    expect(exportItems(scope, { outcome: 'skipped', text: 'acme' })).toEqual(want);
  });

  const job = { total: 1000, succeeded: 598, failed: 9, status: 'running' as const };

  it('offers first what most people want', () => {
    const none = { outcome: '' as const, text: '' };
    const ids = (filter: ItemFilter, cleans: boolean) =>
      exportScopes(job, 'account', filter, cleans).map((choice) => choice.id);
    expect(ids(none, false)).toEqual(['all', 'failed']);
    expect(ids(none, true)).toEqual(['cleaned', 'all', 'failed']);
    expect(ids({ outcome: 'skipped', text: '' }, true)[0]).toBe('filtered');
  });

  it('does not offer what there is nothing of', () => {
    const fresh = { ...job, succeeded: 0, failed: 0 };
    const choices = exportScopes(fresh, 'row', { outcome: '', text: '' }, true);
    expect(choices.map((choice) => choice.label)).toEqual(['All 1,000 rows']);
  });

  it('says in words what the list shows', () => {
    const [shown] = exportScopes(job, 'row', { outcome: 'pending', text: 'acme' }, false);
    expect(shown?.help).toBe('Only those waiting, with “acme”.');
  });
});

describe('the banner', () => {
  it('knows how long the oldest item in flight takes', () => {
    const flight = (started: number) => ({ seq: 1, step: '', started, attempt: 1 });
    expect(oldestFlight({ flights: [flight(9000), flight(4000), flight(0)] }, 10_000)).toBe(6000);
    expect(oldestFlight({ flights: [] }, 10_000)).toBe(-1);
    expect(oldestFlight({ flights: [flight(11_000)] }, 10_000)).toBe(0);
  });

  it('says what to do about every pause that the app makes', () => {
    const kinds = [
      'rate_limit',
      'credentials',
      'error_rate',
      'offline',
      'budget',
      'disk',
      'window',
      'restart',
      'machine',
    ] as const;
    for (const kind of kinds) expect(advice(kind, false)).toMatch(/\.$/);
    expect(advice('', false)).toBe('');
  });
});

describe('the timeline', () => {
  const entry = (
    what: string,
    before: string,
    after: string,
    more: Partial<Entry> = {},
  ): Entry => ({
    id: 1,
    at: 1,
    job: 1,
    task: 0,
    who: 'ada',
    origin: 'command line',
    what,
    before,
    after,
    why: '',
    ...more,
  });
  const only = (one: Entry) => timelineLines([one])[0];

  it('says who did what from where', () => {
    expect(only(entry('resume', 'paused', 'queued'))).toMatchObject({
      what: 'Resumed',
      by: 'ada, from the command line',
      status: 'queued',
    });
  });

  it('tells the app itself from a person', () => {
    const one = entry('drain', 'pausing', 'paused', { who: 'jobdeck', origin: 'engine' });
    expect(only(one)).toMatchObject({ what: 'Paused', by: 'Jobdeck, by itself' });
  });

  it('says that a pause which settles is only asked for', () => {
    expect(only(entry('pause', 'running', 'pausing'))?.what).toBe('Asked to pause');
    expect(only(entry('pause', 'queued', 'paused'))?.what).toBe('Paused');
  });

  it('reads changes it has no word for', () => {
    const one = only(entry('change options', 'concurrency 5', 'concurrency 8'));
    expect(one).toMatchObject({ what: 'Changed options', before: 'concurrency 5', status: '' });
  });

  it('shows the newest first', () => {
    const lines = timelineLines([
      entry('start', '', 'queued', { id: 1 }),
      entry('pause', 'queued', 'paused', { id: 2 }),
    ]);
    expect(lines.map((line) => line.id)).toEqual([2, 1]);
  });
});

describe('pause until', () => {
  const now = new Date(2026, 2, 3, 13, 20, 30);

  it('is today when the time is still ahead, else tomorrow', () => {
    expect(nextAt('14:00', now)).toBe(new Date(2026, 2, 3, 14, 0).getTime());
    const tomorrow = nextAt('13:20', now) ?? 0;
    expect(tomorrow).toBe(new Date(2026, 2, 4, 13, 20).getTime());
    expect(isTomorrow(tomorrow, now)).toBe(true);
  });

  it('is nothing when no time was written', () => {
    expect(nextAt('soon', now)).toBeNull();
    expect(nextAt('25:00', now)).toBeNull();
  });

  it('suggests the next full hour', () => {
    expect(suggested(now)).toBe('14:00');
    expect(suggested(new Date(2026, 2, 3, 13, 45))).toBe('15:00');
    expect(suggested(new Date(2026, 2, 3, 23, 40))).toBe('01:00');
  });
});
