import { describe, expect, it } from 'vitest';
import { endOf } from './spans';

const now = new Date(2026, 2, 3, 13, 5);
const at = (day: number, hour: number, minute = 0) =>
  new Date(2026, 2, day, hour, minute).getTime();

describe('a hold ends', () => {
  it('when somebody lifts it', () => {
    expect(endOf('lifted', '', now)).toBe(0);
  });

  it('after a span', () => {
    expect(endOf('30', '', now)).toBe(at(3, 13, 35));
  });

  it('tomorrow morning', () => {
    expect(endOf('morning', '', now)).toBe(at(4, 8));
  });

  it.each([
    ['14:00', at(3, 14)],
    ['9:30', at(4, 9, 30)],
    ['13:05', at(4, 13, 5)],
    ['14.15', at(3, 14, 15)],
    ['1400', at(3, 14)],
  ])('the next time the clock shows %s', (time, end) => {
    expect(endOf('time', time, now)).toBe(end);
  });

  it.each(['', '24:00', '12:60', 'noon'])('never at %j, which is no time', (time) => {
    expect(endOf('time', time, now)).toBeUndefined();
  });
});
