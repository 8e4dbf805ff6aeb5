import { describe, expect, it } from 'vitest';
import type { Doubt } from '$lib/api';
import {
  doubtsLeft,
  fieldOptions,
  layoutWords,
  mappingFor,
  missingWords,
  optionsFor,
  rematch,
} from './match';
import { matchLabel } from '$views/parts/fields';
import { formErrors, formValues } from '$views/parts/form';
import { dropped, fileName, nameFrom, pathFrom } from '$views/parts/path';
import { recall, remember } from './remember';
import { clean, command, storage, setup } from './testing';

describe('options', () => {
  it('that were kept from a choice that is no more fall back to the default', () => {
    expect(formValues(clean.options, { liveness: 'ping' })).toEqual({ liveness: 'off' });
    expect(formValues(clean.options, { liveness: 'ping' }, { liveness: 'dns' })).toEqual({
      liveness: 'dns',
    });
  });

  it('say what is missing or no number', () => {
    expect(formErrors(command.options, { program: ' ', timeout: 'long' })).toEqual({
      program: 'program is needed.',
      timeout: 'Write a whole number.',
    });
    expect(formErrors(command.options, { program: 'x', timeout: '' })).toEqual({});
  });
});

describe('matching', () => {
  it('gives a field to one column only', () => {
    expect(rematch(['company_name', 'domain', ''], 2, 'domain')).toEqual([
      'company_name',
      '',
      'domain',
    ]);
    expect(rematch(['company_name', '', ''], 0, '')).toEqual(['', '', '']);
  });

  it('lets a second column serve a field, and has words for it', () => {
    expect(rematch(['company_name', 'domain', ''], 2, 'domain:2')).toEqual([
      'company_name',
      'domain',
      'domain:2',
    ]);
    expect(matchLabel('domain:2')).toBe('Domain, where the first is empty');
    expect(optionsFor('domain:3').at(-1)).toEqual({ value: 'domain:3', label: 'Domain, choice 3' });
    expect(optionsFor('domain')).toEqual(fieldOptions);
  });

  it('doubts nothing any more that was said by hand', () => {
    const doubts: Doubt[] = [
      { field: 'company_name', column: 'Title', what: '“Title” holds job titles' },
      { field: 'domain', column: 'Site', what: '“Site” holds numbers' },
    ];
    expect(doubtsLeft(doubts, 'Employer', 'company_name')).toEqual([doubts[1]]);
    expect(doubtsLeft(doubts, 'Site', '')).toEqual([doubts[0]]);
    expect(doubtsLeft(doubts, 'Page', 'domain:2')).toEqual([doubts[0]]);
    expect(doubtsLeft(doubts, 'Notes', '')).toEqual(doubts);
  });

  it('is handed over by header', () => {
    expect(mappingFor(['a', 'b'], ['owner'])).toEqual({ a: 'owner', b: '' });
  });

  it('says which column is missing', () => {
    expect(missingWords(clean, ['domain'])).toMatch(
      /^Clean needs to know which column holds the company/,
    );
    expect(missingWords(clean, ['company_name'])).toBe('');
    expect(missingWords(command, [])).toBe('');
  });

  it.each([
    ['csv', ';', 'CSV · UTF-8 · semicolon'],
    ['csv', '\t', 'TSV · UTF-8'],
    ['xlsx', '', 'XLSX'],
    ['jsonl', '', 'JSON Lines · UTF-8'],
  ])('says what kind of file %s %j is', (format, delimiter, words) => {
    expect(layoutWords({ format, encoding: 'UTF-8', delimiter })).toBe(words);
  });
});

describe('a path', () => {
  it.each([
    ['  /lists/a.csv ', '/lists/a.csv'],
    ['"C:\\My lists\\a.csv"', 'C:\\My lists\\a.csv'],
    ['file:///home/ada/my%20list.csv', '/home/ada/my list.csv'],
    ['file:///C:/lists/a.csv', 'C:/lists/a.csv'],
    ['file://localhost/lists/100%.csv', '/lists/100%.csv'],
    ["'/lists/it''s.csv'", "/lists/it''s.csv"],
  ])('is read as %j was meant', (text, path) => {
    expect(pathFrom(text)).toBe(path);
  });

  it('gives a job its name', () => {
    expect(nameFrom('C:\\lists\\Q4 targets.v2.csv')).toBe('Q4 targets.v2');
    expect(nameFrom('/lists/.hidden')).toBe('.hidden');
    expect(fileName('/lists/')).toBe('lists');
  });

  it('comes from one dropped file', () => {
    expect(dropped(['/a.csv'])).toEqual({ path: '/a.csv' });
    expect(dropped(['/a.csv', '/b.csv'])).toHaveProperty('problem');
    expect(dropped([])).toHaveProperty('problem');
  });
});

describe('what is remembered', () => {
  it('survives nonsense in the storage', () => {
    const store = storage();
    store.setItem('jobdeck.newjob.seen', '[1');
    expect(recall(store)).toEqual({});
    store.setItem('jobdeck.newjob.seen', '[1]');
    expect(recall(store)).toEqual({});
  });

  it('has no option with a key in it, nor what an earlier version kept', async () => {
    const store = storage();
    store.setItem('jobdeck.newjob', '{"set":{"command":{"program":"HUB_TOKEN=swordfish"}}}');
    const { job } = setup({}, store);
    await job.open();
    await job.take('/lists/targets.csv');
    job.choose('command');
    job.set = { program: 'HUB_TOKEN=swordfish ask', timeout: '90' };
    await job.start();
    expect(store.getItem('jobdeck.newjob')).toBeNull();
    expect(store.getItem('jobdeck.newjob.seen')).not.toContain('swordfish');
    expect(recall(store).set?.command).toEqual({ timeout: '90' });
  });

  it('does without a storage that is full', () => {
    const full = {
      removeItem: () => {},
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    expect(() => remember({ recipe: 'preprocess' }, full)).not.toThrow();
  });
});
