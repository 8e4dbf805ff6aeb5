// Which buttons a job has, and in which place. Go says which verbs are allowed; this says where they stand.

import Archive from '@lucide/svelte/icons/archive';
import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import Copy from '@lucide/svelte/icons/copy';
import Pause from '@lucide/svelte/icons/pause';
import Play from '@lucide/svelte/icons/play';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import StepForward from '@lucide/svelte/icons/step-forward';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Undo2 from '@lucide/svelte/icons/undo-2';
import X from '@lucide/svelte/icons/x';
import { verbs, type Snapshot, type Verb } from '$lib/api/types';
import { done } from '$lib/format/words';
import type { IconComponent } from '$lib/ui';
import { capitalised } from './words';

/** A button that does a verb. */
export interface Control {
  verb: Verb;
  label: string;
  icon: IconComponent;
  keys?: string;
  danger: boolean;
  /** The job is doing just this by now: shown, and not to be pressed. */
  busy: boolean;
}

/** A job's buttons. Each place keeps its meaning whatever the status, so that no hand goes astray. */
export interface Transport {
  /** Goes on or stops: Pause ⇄ Resume; after the end Run the rest or Retry failed. */
  primary?: Control;
  /** Ends it: Cancel while active, Delete afterwards. */
  secondary?: Control;
  /** Everything else that is allowed, for a menu. */
  more: Control[];
  /** There is something to export. */
  exports: boolean;
}

/** What a verb has in the window alone: its icon, and the keys that do it. */
const shown: Record<Verb, { icon: IconComponent; keys?: string[] }> = {
  pause: { icon: Pause, keys: ['Space'] },
  pause_now: { icon: CirclePause },
  resume: { icon: Play, keys: ['Space'] },
  cancel: { icon: X, keys: ['c'] },
  retry: { icon: RotateCcw, keys: ['r'] },
  delete: { icon: Trash2, keys: ['Delete', 'Backspace'] },
  undelete: { icon: Undo2 },
  archive: { icon: Archive },
  unarchive: { icon: ArchiveRestore },
  duplicate: { icon: Copy },
  run_rest: { icon: StepForward },
};

/** The keys that do a verb, as the registry of keys knows them. */
export function keysOf(verb: Verb): string[] | undefined {
  return shown[verb].keys;
}

/** What may stand in a place; the first that is allowed does. */
const primary: readonly Verb[] = ['resume', 'pause', 'undelete', 'run_rest', 'retry'];
const secondary: readonly Verb[] = ['cancel', 'delete'];

export function transport(job: Snapshot): Transport {
  const allowed = job.verbs.filter((verb) => worthwhile(job, verb));
  const first = primary.find((verb) => allowed.includes(verb));
  const second = secondary.find((verb) => allowed.includes(verb));
  return {
    primary: first && control(first),
    secondary:
      job.status === 'cancelling'
        ? { ...control('cancel'), busy: true }
        : second && control(second),
    more: allowed.filter((verb) => verb !== first && verb !== second).map(control),
    exports: done(job) > 0,
  };
}

export function control(verb: Verb): Control {
  const keys = keysOf(verb)?.[0];
  return {
    verb,
    label: verbs[verb].label,
    icon: shown[verb].icon,
    keys: keys && capitalised(keys),
    danger: verbs[verb].asks,
    busy: false,
  };
}

/** A button that would find nothing to do is not shown. */
function worthwhile(job: Snapshot, verb: Verb): boolean {
  if (verb === 'retry') return job.failed > 0;
  if (verb === 'run_rest') return job.pending > 0;
  return true;
}
