import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Copy from '@lucide/svelte/icons/copy';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import Pencil from '@lucide/svelte/icons/pencil';
import Power from '@lucide/svelte/icons/power';
import PowerOff from '@lucide/svelte/icons/power-off';
import Trash2 from '@lucide/svelte/icons/trash-2';
import type { TaskID, TaskVerb, TaskView } from '$lib/api';
import { router } from '$lib/route';
import type { IconComponent, MenuItem } from '$lib/ui';
import { actOnTasks, tryTask } from './act';
import { underway } from './underway.svelte';

/** What has no button of its own, for the menu at the end of a row and in the drawer. */
export function taskMenu(task: TaskView, open: (id: TaskID) => void, opened = false): MenuItem[] {
  const busy = underway.of(task.id) !== undefined;
  const verb = (verb: TaskVerb, label: string, icon: IconComponent): MenuItem => ({
    label,
    icon,
    disabled: busy,
    onselect: () => void actOnTasks(verb, [task.id], { open }),
  });
  const items: MenuItem[] = opened
    ? []
    : [{ label: 'Open', icon: ArrowRight, keys: 'Enter', onselect: () => open(task.id) }];
  items.push({
    label: 'Edit…',
    icon: Pencil,
    keys: 'e',
    onselect: () => router.go({ place: 'edittask', task: task.id }),
  });
  if (task.verbs.includes('duplicate')) items.push(verb('duplicate', 'Duplicate', Copy));
  if (task.dry_run) {
    items.push({
      label: 'Try: what it would do',
      icon: FlaskConical,
      keys: 't',
      disabled: busy,
      onselect: () => void tryTask(task.id),
    });
  }
  if (task.verbs.includes('enable')) items.push(verb('enable', 'Enable', Power));
  if (task.verbs.includes('disable')) items.push(verb('disable', 'Disable', PowerOff));
  if (task.verbs.includes('delete') || task.shipped) {
    const may = task.verbs.includes('delete');
    items.push('separator', {
      label: may ? 'Delete…' : 'Delete',
      icon: Trash2,
      keys: may ? 'Delete' : undefined,
      danger: may,
      disabled: busy || !may,
      reason: may ? undefined : 'It comes with Jobdeck: disable it instead',
      onselect: () => void actOnTasks('delete', [task.id]),
    });
  }
  return items;
}
