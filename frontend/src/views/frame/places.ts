import Layers from '@lucide/svelte/icons/layers';
import Settings from '@lucide/svelte/icons/settings';
import type { Overview } from '$lib/api';
import type { Route } from '$lib/route';
import type { IconComponent } from '$lib/ui';

/** A place on the rail. */
export interface Place {
  id: string;
  label: string;
  icon: IconComponent;
  route: Route;
  /** The addresses that belong to it. */
  holds: readonly Route['place'][];
  /** "g j" goes there. */
  keys: string;
  /** The number that matters there, or 0. */
  count?: (overview: Overview) => number;
  /** At the rail's end. */
  end?: boolean;
}

/** The rail, from top to bottom. A new place is a line here. */
export const places: readonly Place[] = [
  {
    id: 'jobs',
    label: 'Jobs',
    icon: Layers,
    route: { place: 'jobs' },
    holds: ['jobs', 'job', 'item', 'new'],
    keys: 'g j',
    count: active,
  },
  {
    id: 'settings',
    label: 'Settings',
    icon: Settings,
    route: { place: 'settings' },
    holds: ['settings'],
    keys: 'g s',
    end: true,
  },
];

/** How many jobs still have work ahead and are not waiting for a person. */
function active({ counts }: Overview): number {
  return (
    (counts.running ?? 0) + (counts.pausing ?? 0) + (counts.cancelling ?? 0) + (counts.queued ?? 0)
  );
}
