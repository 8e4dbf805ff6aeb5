import { describe, expect, it } from 'vitest';
import { DeckError, humanError } from './errors';

describe('an error of Go becomes words', () => {
  it.each([
    [
      'a refusal speaks for itself',
      { message: "can't pause: already completed", details: '', kind: 'refused' },
      "Can't pause: already completed.",
    ],
    [
      'another error says what was tried',
      { message: 'write targets.csv: no space left on device', details: 'x', kind: 'error' },
      "Can't export the job: write targets.csv: no space left on device.",
    ],
    [
      'what was tried is not said twice',
      { message: "can't reach the disk", details: '', kind: 'error' },
      "Can't reach the disk.",
    ],
    [
      'wrong usage speaks for itself',
      { message: 'filter: no status is called "x"', details: '', kind: 'usage' },
      'Filter: no status is called "x"',
    ],
    ['a plain text is taken as it is', 'disk full', "Can't export the job: disk full."],
    ['an Error too', new Error('disk full'), "Can't export the job: disk full."],
    [
      'nothing is said to be nothing',
      { message: '' },
      "Can't export the job: no reason was given.",
    ],
    ['neither is undefined', undefined, "Can't export the job: no reason was given."],
  ])('%s', (_, cause, words) => {
    expect(humanError(cause, 'export the job').message).toBe(words);
  });

  it('keeps kind and details', () => {
    const error = humanError(
      { message: 'gone', details: 'sql: no rows', kind: 'not_found' },
      'open the job',
    );
    expect(error.kind).toBe('not_found');
    expect(error.details).toBe('sql: no rows');
  });

  it.each([
    ['as text', (text: string) => text],
    ['in an Error, as Wails makes it', (text: string) => new Error(text)],
  ])('reads a rejection that came as JSON %s', (_, cause) => {
    const text = '{"message":"already cancelled","details":"d","kind":"refused"}';
    const error = humanError(cause(text), 'x');
    expect(error).toMatchObject({ message: 'Already cancelled.', kind: 'refused', details: 'd' });
  });

  it('knows the field that has a wrong value, also of one that is human already', () => {
    const text = '{"message":"Days is \\"x\\"","kind":"usage","field":"days"}';
    const error = humanError(humanError(text, 'x'), 'save the task');
    expect(error).toMatchObject({ kind: 'usage', field: 'days' });
    expect(humanError('no', 'x').field).toBe('');
  });

  it('takes a kind it does not know for an error', () => {
    expect(humanError({ message: 'm', kind: 'odd' }, 'x').kind).toBe('error');
  });

  it('leaves an error alone that is human already', () => {
    const error = new DeckError('Said.', 'usage');
    expect(humanError(error, 'x')).toBe(error);
  });
});
