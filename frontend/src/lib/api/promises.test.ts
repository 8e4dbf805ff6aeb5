import { describe, expect, it } from 'vitest';
import type { Status, Verb } from './types';
import { FakeDeck } from '../../../e2e/fake/deck';
import promises from '../../../e2e/fake/promises.json';

// What verbs do to jobs was written by Go's own decks: the window's stand-in keeps the same promises.
describe.each(promises)('$name', ({ works, from, rows, steps }) => {
  it('goes the way that it goes in Go', () => {
    const failing = steps.some((step) => step.do === 'fails');
    const deck = new FakeDeck(
      [{ id: 1, name: 'list', status: from as Status, total: rows, failing }],
      Date.UTC(2026, 9, 1),
      () => undefined,
    );
    const job = deck.jobs.get(1);
    if (!job) throw new Error('the job is not there');
    const went = steps.map((step) => {
      const passes = step.do === 'passes' || step.do === 'fails';
      const report = passes
        ? { done: [1], left_out: [] }
        : deck.Apply({ verb: step.do as Verb, jobs: [1] });
      if (passes && works) job.advance(row, deck.now);
      const { status, archived, deleted, verbs } = job.snapshot;
      return {
        do: step.do,
        done: report.done.length === 1,
        refused: report.left_out[0]?.refused ?? false,
        makes: report.done.some((id) => id !== 1),
        becomes: status,
        archived,
        deleted: deleted > 0,
        verbs: step.verbs && verbs,
      };
    });
    expect(went).toEqual(steps);
  });
});

/** How long the stand-in works at one row, in ms. */
const row = 250;
