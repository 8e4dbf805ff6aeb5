// What becomes of firings that were missed, or that come while a task runs.
import type { MissedPolicy, Overlap } from '$lib/api';

export const missedPolicies: readonly { id: MissedPolicy; label: string; help: string }[] = [
  { id: 'run_once', label: 'Run once', help: 'One run makes up for all firings that were missed.' },
  { id: 'run_all', label: 'Run each', help: 'Each missed firing gets its run, up to a limit.' },
  {
    id: 'skip',
    label: 'Skip',
    help: 'Missed firings are only listed; the next one runs as usual.',
  },
];

export const overlaps: readonly { id: Overlap; label: string; help: string }[] = [
  { id: 'skip', label: 'Skip', help: 'A firing that comes while it still runs is left out.' },
  {
    id: 'queue',
    label: 'Queue',
    help: 'A firing that comes while it still runs waits for its end.',
  },
];
