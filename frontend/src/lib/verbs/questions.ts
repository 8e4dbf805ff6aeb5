// What is asked before something is lost. A question says what goes, in numbers, and its button repeats the verb.

import { quoted } from '$lib/format';
import type { Snapshot } from '$lib/api/types';
import { count, counted } from '$lib/format/number';
import { done } from '$lib/format/words';
import { contents, itemsOf, type Survey } from './target';

export interface Question {
  title: string;
  message: string;
  confirmLabel: string;
  cancelLabel: string;
}

export function deleteQuestion({ allowed, others }: Survey): Question {
  return {
    title: `Delete ${jobsWords(allowed)}?`,
    message: sentences(
      `${contents(allowed)} go with ${allowed.length === 1 ? 'it' : 'them'}. You can undo this for 10 seconds.`,
      others > 0 &&
        `${counted(others, 'other selected job')} can't be deleted now and ${others === 1 ? 'stays' : 'stay'}.`,
    ),
    confirmLabel: allowed.length === 1 ? 'Delete job' : `Delete ${counted(allowed.length, 'job')}`,
    cancelLabel: allowed.length === 1 ? 'Keep it' : 'Keep them',
  };
}

export function cancelQuestion({ allowed, others }: Survey): Question {
  const kept = allowed.reduce((sum, job) => sum + done(job), 0);
  const stay = allowed.every((job) => job.status === 'paused') ? ['Keep', ''] : ['Let', ' go on'];
  return {
    title: `Cancel ${jobsWords(allowed)}?`,
    message: sentences(
      `${itemsOf(allowed, (job) => job.pending + job.in_flight)} will not be worked.`,
      kept > 0 && `${itemsOf(allowed, done)} already done ${kept === 1 ? 'is' : 'are'} kept.`,
      `A cancelled job can't be resumed; the rest can be run as a new job.`,
      others > 0 &&
        `${counted(others, 'other selected job')} can't be cancelled now and ${others === 1 ? 'stays' : 'stay'} as ${others === 1 ? 'it is' : 'they are'}.`,
    ),
    confirmLabel: allowed.length === 1 ? 'Cancel job' : `Cancel ${counted(allowed.length, 'job')}`,
    cancelLabel: stay.join(allowed.length === 1 ? ' it' : ' them'),
  };
}

function jobsWords(jobs: readonly Snapshot[]): string {
  return jobs.length === 1 && jobs[0] ? quoted(jobs[0].name) : `${count(jobs.length)} jobs`;
}

function sentences(...parts: (string | false)[]): string {
  return parts.filter(Boolean).join(' ');
}
