// How an item's outcome is drawn: icon, colour, word. In flight is drawn with a spinner.
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import CircleX from '@lucide/svelte/icons/circle-x';
import LoaderCircle from '@lucide/svelte/icons/loader-circle';
import type { Outcome } from '$lib/api';
import type { IconComponent } from '$lib/ui';

export const outcomeLooks: Record<Outcome, { icon: IconComponent; text: string }> = {
  succeeded: { icon: CircleCheck, text: 'text-completed' },
  failed: { icon: CircleX, text: 'text-failed' },
  skipped: { icon: CircleSlash, text: 'text-muted' },
  pending: { icon: CircleDashed, text: 'text-faint' },
  in_flight: { icon: LoaderCircle, text: 'text-running' },
};

/** The filters over the items, in the order of the screen. */
export const outcomeFilters: { id: Outcome | ''; label: string }[] = [
  { id: '', label: 'All' },
  { id: 'succeeded', label: 'OK' },
  { id: 'failed', label: 'Failed' },
  { id: 'skipped', label: 'Skipped' },
  { id: 'pending', label: 'Waiting' },
  { id: 'in_flight', label: 'In flight' },
];
