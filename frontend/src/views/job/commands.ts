// What can be done to the job whose page is open, from the palette and by keys.
import type { Snapshot, Verb } from '$lib/api';
import type { Command } from '$lib/keys';
import { router } from '$lib/route';
import { act, control, keysOf, transport } from '$lib/verbs';

/** Of two on the same key the first that is possible: a job that waits by itself is resumed by it. */
const verbs: readonly Verb[] = [
  'resume',
  'pause',
  'pause_now',
  'cancel',
  'retry',
  'run_rest',
  'duplicate',
  'archive',
  'unarchive',
  'delete',
];

/** The verbs, each possible when Go allows it. `current` gives the job as it is at that moment. */
export function jobCommands(current: () => Snapshot | undefined): Command[] {
  return [
    ...verbs.map((verb) => command(verb, current)),
    {
      id: 'job.leave',
      label: 'Back to the jobs',
      group: 'This job',
      keys: 'Escape',
      when: () => router.current.place === 'job',
      run: () => router.go({ place: 'jobs' }),
    },
  ];
}

function command(verb: Verb, current: () => Snapshot | undefined): Command {
  const { label, icon } = control(verb);
  return {
    id: `job.${verb}`,
    label,
    group: 'This job',
    icon,
    keys: keysOf(verb),
    when: () => possible(verb, current()),
    run: () => {
      const job = current();
      if (!job) return;
      void act(verb, { ids: [job.id] }, { open: (id) => router.go({ place: 'job', job: id }) });
    },
  };
}

function possible(verb: Verb, job: Snapshot | undefined): boolean {
  if (!job) return false;
  const { primary, secondary, more } = transport(job);
  return [primary, secondary, ...more].some((one) => one?.verb === verb && !one.busy);
}
