// What can be done to the job whose page is open, from the palette and by keys.
import type { Snapshot } from '$lib/api';
import type { Command } from '$lib/keys';
import { router } from '$lib/route';
import { act, control, transport, type Control } from '$lib/verbs';

/** The verbs that Go allows now, with their keys. */
export function jobCommands(job: Snapshot): Command[] {
  const { primary, secondary, more } = transport(job);
  const controls = [primary, secondary, ...more].filter((one) => one !== undefined);
  return [
    ...controls.filter((one) => !one.busy).map((one) => command(job, one)),
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

const keys: Partial<Record<Control['verb'], string | string[]>> = {
  pause: 'Space',
  resume: 'Space',
  cancel: 'c',
  retry: 'r',
  delete: ['Delete', 'Backspace'],
};

function command(job: Snapshot, { verb }: Control): Command {
  const { label, icon } = control(verb);
  return {
    id: `job.${verb}`,
    label,
    group: 'This job',
    icon,
    keys: keys[verb],
    run: () =>
      void act(verb, { ids: [job.id] }, { open: (id) => router.go({ place: 'job', job: id }) }),
  };
}
