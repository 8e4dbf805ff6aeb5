import { describe, expect, it } from 'vitest';
import { hasErrors, runChanges, runErrors, runFields } from './run';
import { clock, parseClock } from './clocktime';
import { sameWindow, windowErrors, windowFields, windowOf, windowWords } from './window';

describe('a time window', () => {
  it.each([
    ['22:00', 1320],
    ['7:05', 425],
    ['7.05', 425],
    ['0705', 425],
    [' 00:00 ', 0],
    ['24:00', null],
    ['12:60', null],
    ['noon', null],
    ['', null],
  ])('reads %j as a time', (text, minutes) => {
    expect(parseClock(text)).toBe(minutes);
  });

  it('comes back from its fields as it went in', () => {
    const window = { from: 1320, until: 420, days: [1, 2, 3, 4, 5], zone: 'Europe/Berlin' };
    expect(windowOf(windowFields(window))).toEqual(window);
    expect(windowOf(windowFields(null))).toBeNull();
  });

  it('on all seven days is every day', () => {
    const fields = { ...windowFields({ from: 0, until: 60 }), days: [0, 1, 2, 3, 4, 5, 6] };
    expect(windowOf(fields)?.days).toEqual([]);
  });

  it('shows every day as all days chosen', () => {
    expect(windowFields({ from: 0, until: 60, days: [] }).days).toHaveLength(7);
  });

  it('says what is wrong with it', () => {
    const fields = windowFields({ from: 60, until: 60, days: [1] });
    expect(windowErrors(fields)).toEqual({ until: 'Must differ from the start.' });
    expect(windowErrors({ ...fields, from: 'x', days: [] })).toMatchObject({
      from: expect.any(String) as string,
      days: expect.any(String) as string,
    });
    expect(windowErrors({ ...fields, on: false })).toEqual({});
  });

  it.each([
    [{ from: 1320, until: 420, days: [1, 2, 3, 4, 5] }, '22:00–07:00 on weekdays'],
    [{ from: 540, until: 1020 }, '09:00–17:00 every day'],
    [{ from: 0, until: 60, days: [0, 6] }, '00:00–01:00 at weekends'],
    [{ from: 0, until: 60, days: [0, 1] }, '00:00–01:00 on Mon, Sun'],
    [{ from: 0, until: 60, days: [2], zone: 'Asia/Tokyo' }, '00:00–01:00 on Tuesdays, Asia/Tokyo'],
    [null, 'at any time'],
  ])('is said in words', (window, words) => {
    expect(windowWords(window)).toBe(words);
  });

  it('is the same whichever way every day is written', () => {
    expect(
      sameWindow({ from: 0, until: 60 }, { from: 0, until: 60, days: [0, 1, 2, 3, 4, 5, 6] }),
    ).toBe(true);
    expect(sameWindow({ from: 0, until: 60 }, { from: 0, until: 61 })).toBe(false);
    expect(sameWindow(null, undefined)).toBe(true);
    expect(sameWindow(null, { from: 0, until: 60 })).toBe(false);
  });

  it('writes minutes as a clock does', () => {
    expect(clock(425)).toBe('07:05');
  });
});

describe('how a job is run', () => {
  const options = { processor: 'preprocess', concurrency: 5, retries: 2, rate_per_minute: 60 };

  it('changes nothing when nothing was changed', () => {
    expect(runChanges(runFields(options), options)).toEqual({});
  });

  it('changes only what was changed', () => {
    const fields = { ...runFields(options), concurrency: 8 };
    expect(runChanges(fields, options)).toEqual({ concurrency: 8 });
    expect(runChanges({ ...runFields(options), rate: 0 }, options)).toEqual({ rate_per_minute: 0 });
    expect(runChanges({ ...runFields(options), priority: 3 }, options)).toEqual({ priority: 3 });
  });

  it('takes a window away', () => {
    const withWindow = { ...options, window: { from: 0, until: 60 } };
    const fields = runFields(withWindow);
    fields.window.on = false;
    expect(runChanges(fields, withWindow)).toEqual({ clear_window: true });
  });

  it.each([
    ['concurrency', 0],
    ['concurrency', 65],
    ['concurrency', 1.5],
    ['concurrency', NaN],
    ['rate', -1],
    ['retries', 21],
    ['errorLimit', 101],
  ] as const)('refuses a %s of %s', (field, value) => {
    const errors = runErrors({ ...runFields(options), [field]: value });
    expect(Object.keys(errors)).toEqual([field]);
  });

  it('accepts the limits themselves', () => {
    const fields = {
      ...runFields(options),
      concurrency: 64,
      rate: 0,
      retries: 20,
      errorLimit: 100,
    };
    expect(hasErrors(runErrors(fields))).toBe(false);
  });
});
