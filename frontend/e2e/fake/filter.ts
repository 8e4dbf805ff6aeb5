import type { Snapshot } from '../../src/lib/api/types';

const active = ['queued', 'running', 'pausing', 'paused', 'cancelling'];
const statuses = [...active, 'completed', 'cancelled', 'failed'];

/** Whether a job matches a filter's text: the part of Go's grammar that screens are tested with. */
export function matches(job: Snapshot, text: string): boolean {
  const wanted = { archived: false, deleted: false };
  const tests: ((job: Snapshot) => boolean)[] = [];
  const chosen: string[] = [];
  for (const word of text.match(/"[^"]*"|\S+/g) ?? []) {
    const [, key, value] = /^(\w+):(.+)$/.exec(word) ?? [];
    if (key === 'status' && value) {
      for (const status of value.split(',')) {
        if (!statuses.includes(status)) {
          throw { kind: 'usage', message: `filter: no status is called "${status}"`, details: '' };
        }
        chosen.push(status);
      }
    } else if (key === 'kind' && value) tests.push((j) => value.split(',').includes(j.processor));
    else if (key === 'is' && value === 'archived') wanted.archived = true;
    else if (key === 'is' && value === 'deleted') wanted.deleted = true;
    else if (key === 'is' && value === 'active') chosen.push(...active);
    else if (key === 'is' && value === 'ended') chosen.push('completed', 'cancelled', 'failed');
    else if (key)
      throw {
        kind: 'usage',
        message: `filter: "${key}:" is not known (status, kind, is)`,
        details: '',
      };
    else {
      const plain = word.replaceAll('"', '').toLowerCase();
      tests.push((j) => `${j.name} ${j.recipe} ${j.source}`.toLowerCase().includes(plain));
    }
  }
  if (chosen.length > 0) tests.push((j) => chosen.includes(j.status));
  return (
    job.archived === wanted.archived &&
    job.deleted > 0 === wanted.deleted &&
    tests.every((test) => test(job))
  );
}
