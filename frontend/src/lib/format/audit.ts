// The audit log's words as people read them: what was done, by whom and from where.

import type { Origin } from '$lib/api/types';

const deeds: Record<string, string> = {
  create: 'Created',
  start: 'Created',
  start_aside: 'Created, to start later',
  take_slot: 'Started',
  pause: 'Asked to pause',
  pause_now: 'Asked to pause now',
  drain: 'Came to rest',
  resume: 'Resumed',
  cancel: 'Cancelled',
  complete: 'Completed',
  fail: 'Stopped with an error',
  requeue: 'Went on after a restart',
  set_aside: 'Set aside after a restart',
  retry: 'Retried the failed ones',
  delete: 'Deleted',
  undelete: 'Brought back',
  archive: 'Archived',
  unarchive: 'Brought back from the archive',
  duplicate: 'Duplicated',
  run_rest: 'Ran the rest as a new job',
  hold: 'Held everything',
  release: 'Lifted the hold',
  save_recipe: 'Saved a recipe',
  delete_recipe: 'Deleted a recipe',
};

/** What the same words mean where they were done to a task. */
const taskDeeds: Record<string, string> = {
  add: 'Added',
  start: 'Started by hand',
  pause: 'Paused',
  cancel: 'Asked to cancel',
  change: 'Changed',
  enable: 'Enabled',
  disable: 'Disabled',
  dismiss: 'Dismissed missed firings',
};

const places: Record<Origin, string> = {
  window: 'from the window',
  tray: 'from the tray',
  notification: 'from a notification',
  'command line': 'from the command line',
  schedule: 'by a schedule',
  engine: 'by itself',
};

/** "ada, from the window"; "Jobdeck, by itself". */
export function byWords(who: string, origin: Origin): string {
  const place = places[origin] ?? '';
  return place ? `${person(who)}, ${place}` : person(who);
}

/** Who did it; what nobody did, Jobdeck did. */
export function person(who: string): string {
  return who === '' || who === 'jobdeck' ? 'Jobdeck' : who;
}

/** What was done: "Paused", "Changed options". */
export function deedWords(entry: { what: string; after: string }): string {
  const what = entry.what.trim();
  const after = entry.after.trim();
  const ofTask = /^(\w+) task$/.exec(what)?.[1];
  const key = ofTask ?? what.replaceAll(' ', '_');
  if (ofTask) {
    const known = taskDeeds[key];
    if (known) return known;
  } else {
    // A queued job pauses at once: nothing is in flight that it would wait for.
    if ((what === 'pause' || what === 'pause_now') && after === 'paused') return 'Paused';
    if (what === 'drain' && after === 'paused') return 'Paused';
    if (what === 'drain' && after === 'cancelled') return 'Cancelled';
    if (what === 'cancel' && after === 'cancelling') return 'Asked to cancel';
  }
  const known = deeds[key];
  if (known) return known;
  const words = what.replaceAll('_', ' ').replace(/^change /, 'changed ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
