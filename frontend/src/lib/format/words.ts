// The product's words for statuses, outcomes and reasons.

import type { Outcome, PauseKind, Snapshot, Status } from '$lib/api/types';
import { count } from './number';
import { when } from './time';

const statusLabels: Record<Status, string> = {
  queued: 'Queued',
  running: 'Running',
  pausing: 'Pausing',
  paused: 'Paused',
  cancelling: 'Cancelling',
  cancelled: 'Cancelled',
  completed: 'Completed',
  failed: 'Failed',
};

export function statusLabel(status: Status): string {
  return statusLabels[status];
}

const outcomeLabels: Record<Outcome, string> = {
  pending: 'Waiting',
  in_flight: 'In flight',
  succeeded: 'OK',
  failed: 'Failed',
  skipped: 'Skipped',
};

export function outcomeLabel(outcome: Outcome): string {
  return outcomeLabels[outcome];
}

const pauseWords: Record<PauseKind, string> = {
  '': '',
  rate_limit: 'rate limit',
  credentials: 'rejected credentials',
  error_rate: 'error rate',
  offline: 'offline',
  budget: 'budget reached',
  disk: 'disk nearly full',
  window: 'outside its time window',
  restart: 'restart',
  machine: 'trouble of this machine',
};

/** Why the app paused a job by itself, in two words; empty when a person did. */
export function pauseReason(kind: PauseKind): string {
  return pauseWords[kind] ?? kind;
}

/** How many items have an outcome. */
export function done(job: Pick<Snapshot, 'succeeded' | 'failed' | 'skipped'>): number {
  return job.succeeded + job.failed + job.skipped;
}

/** "998 ok, 12 failed, 3 skipped": what is zero is left out, except that something is always said. */
export function outcomeSummary(job: Pick<Snapshot, 'succeeded' | 'failed' | 'skipped'>): string {
  const parts = [];
  if (job.succeeded > 0 || done(job) === 0) parts.push(`${count(job.succeeded)} ok`);
  if (job.failed > 0) parts.push(failedWords(job.failed));
  if (job.skipped > 0) parts.push(`${count(job.skipped)} skipped`);
  return parts.join(', ');
}

/** "12 failed", as it stands in a summary. */
export function failedWords(failed: number): string {
  return `${count(failed)} failed`;
}

/** What stands behind a status: "rate limit (resumes 14:05)", "3 in flight", "998 ok, 12 failed". */
export function statusNote(job: Snapshot, now: number): string {
  switch (job.status) {
    case 'queued':
      return job.reason;
    case 'pausing':
    case 'cancelling':
      if (job.doing) return job.doing;
      return job.in_flight > 0 ? `${count(job.in_flight)} in flight` : job.reason;
    case 'paused':
      return pausedNote(job, now);
    case 'failed':
      return job.reason || outcomeSummary(job);
    case 'completed':
    case 'cancelled':
      return outcomeSummary(job);
    case 'running':
      return job.doing;
  }
}

function pausedNote(job: Snapshot, now: number): string {
  const why = pauseReason(job.reason_kind) || job.reason;
  if (job.resumes_at <= 0) return why;
  const back = `resumes ${when(job.resumes_at, now)}`;
  return why ? `${why} (${back})` : back;
}
