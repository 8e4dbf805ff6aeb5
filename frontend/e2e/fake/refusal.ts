// Why a verb is refused, as Go says it.

import { verbs, type Status, type Verb } from '../../src/lib/api/types';

export function refusal(verb: Verb, status: Status): { why: string; reason: string } {
  const instead = verb === 'delete' && !ended(status) ? 'cancel it first' : '';
  if (ended(status))
    return { why: `can't ${verbs[verb].words}: already ${status}`, reason: `already ${status}` };
  return {
    why: `can't ${verbs[verb].words} a job that is ${status}${instead && `: ${instead}`}`,
    reason: instead ? `${status} (${instead})` : status,
  };
}

function ended(status: Status): boolean {
  return status === 'completed' || status === 'cancelled' || status === 'failed';
}

export function gone(id: number): string {
  return `no job has the number ${id}`;
}
