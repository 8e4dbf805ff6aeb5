// What a job's banner says beside its status: what it waits for while it settles, and why the app
// paused it, what to do, and when it goes on.
import type { PauseKind, Snapshot } from '$lib/api';

/** "account" and 1 is "account", with 3 "accounts". */
export function nounFor(noun: string, count: number): string {
  return count === 1 ? noun : `${noun}s`;
}

/** How long the oldest item in flight has been worked on, in ms; -1 when nothing is known. */
export function oldestFlight(snapshot: Pick<Snapshot, 'flights'>, now: number): number {
  let oldest = -1;
  for (const flight of snapshot.flights ?? []) {
    if (flight.started > 0) oldest = Math.max(oldest, now - flight.started, 0);
  }
  return oldest;
}

/** What to do about a pause that the app made by itself, in one sentence. */
export function advice(kind: PauseKind, resumes: boolean): string {
  switch (kind) {
    case 'rate_limit':
      return resumes
        ? 'Goes on by itself. A lower rate in Settings avoids it.'
        : 'Wait a while, or set a lower rate in Settings, then resume.';
    case 'credentials':
      return 'Check the key or password that this recipe uses, then resume.';
    case 'error_rate':
      return 'Look at what failed first. Resume goes on with the rest.';
    case 'offline':
      return resumes
        ? 'Goes on by itself when the network is back.'
        : 'Resume when the network is back.';
    case 'budget':
      return 'Raise the budget to go on, or export what is done.';
    case 'disk':
      return 'Free some space on this disk, then resume.';
    case 'window':
      return resumes
        ? 'Goes on by itself when its time window opens.'
        : 'Change the time window in Settings to go on.';
    case 'restart':
      return 'Jobdeck was closed while it ran. Nothing is lost: resume goes on where it stopped.';
    case 'machine':
      return resumes
        ? 'Goes on by itself when the trouble is over.'
        : 'Resume when the trouble is over.';
    default:
      return '';
  }
}
