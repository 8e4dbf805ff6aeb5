import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import ChevronsUp from '@lucide/svelte/icons/chevrons-up';
import Download from '@lucide/svelte/icons/download';
import type { JobID, Snapshot } from '$lib/api/types';
import type { MenuItem } from '$lib/ui';
import { act, exportJob, moveJob, transport, underway } from '$lib/verbs';

/** All that can be done to a job, for the menu at the end of its row. */
export function rowMenu(job: Snapshot, open: (id: JobID) => void): MenuItem[] {
  const { primary, secondary, more, exports } = transport(job);
  const busy = underway.of(job.id) !== undefined;
  const verbs = [primary, ...more, secondary].flatMap((control) =>
    control && !control.busy ? control : [],
  );
  const items: MenuItem[] = [
    { label: 'Open', icon: ArrowRight, keys: 'Enter', onselect: () => open(job.id) },
  ];
  if (exports) {
    items.push({
      label: 'Export…',
      icon: Download,
      keys: 'e',
      onselect: () => void exportJob(job),
    });
  }
  if (job.status === 'queued') items.push('separator', ...queueItems(job.id));
  items.push('separator');
  for (const { verb, label, icon, keys, danger } of verbs) {
    items.push({
      label: danger ? `${label}…` : label,
      icon,
      keys,
      danger,
      disabled: busy,
      onselect: () => void act(verb, { ids: [job.id] }, { open }),
    });
  }
  return items;
}

function queueItems(id: JobID): MenuItem[] {
  return [
    {
      label: 'Move up',
      icon: ArrowUp,
      keys: 'Alt+ArrowUp',
      onselect: () => void moveJob(id, 'up'),
    },
    {
      label: 'Move down',
      icon: ArrowDown,
      keys: 'Alt+ArrowDown',
      onselect: () => void moveJob(id, 'down'),
    },
    { label: 'Move to the top', icon: ChevronsUp, onselect: () => void moveJob(id, 'top') },
  ];
}
