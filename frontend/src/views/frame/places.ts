import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import Layers from '@lucide/svelte/icons/layers';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import Settings from '@lucide/svelte/icons/settings';
import { deck } from '$lib/live';
import type { Route } from '$lib/route';
import type { Status } from '$lib/api';
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
  /** The number that matters there, or 0, and what it counts. */
  count?: () => number;
  counts?: string;
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
    counts: 'active',
  },
  {
    id: 'schedules',
    label: 'Schedules',
    icon: CalendarClock,
    route: { place: 'schedules' },
    holds: ['schedules', 'task', 'newtask', 'edittask'],
    keys: 'g s',
    count: () => deck.tasks.running,
    counts: 'running',
  },
  {
    id: 'activity',
    label: 'Activity',
    icon: ScrollText,
    route: { place: 'activity' },
    holds: ['activity', 'logs'],
    keys: 'g l',
  },
  {
    id: 'settings',
    label: 'Settings',
    icon: Settings,
    route: { place: 'settings' },
    holds: ['settings'],
    keys: '$mod+,',
    end: true,
  },
];

/** How many jobs still have work ahead and are not waiting for a person. */
function active(): number {
  const counts: Partial<Record<Status, number>> = deck.overview?.counts ?? {};
  return (
    (counts.running ?? 0) + (counts.pausing ?? 0) + (counts.cancelling ?? 0) + (counts.queued ?? 0)
  );
}
