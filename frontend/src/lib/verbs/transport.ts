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
import type { Snapshot, Verb } from '$lib/api/types';
import { done } from '$lib/format/words';
import type { IconComponent } from '$lib/ui';
import { verbKeys, verbLabel } from './words';

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

const icons: Record<Verb, IconComponent> = {
  pause: Pause,
  pause_now: CirclePause,
  resume: Play,
  cancel: X,
  retry: RotateCcw,
  delete: Trash2,
  undelete: Undo2,
  archive: Archive,
  unarchive: ArchiveRestore,
  duplicate: Copy,
  run_rest: StepForward,
};

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
  return {
    verb,
    label: verbLabel(verb),
    icon: icons[verb],
    keys: verbKeys(verb),
    danger: verb === 'cancel' || verb === 'delete',
    busy: false,
  };
}

/** A button that would find nothing to do is not shown. */
function worthwhile(job: Snapshot, verb: Verb): boolean {
  if (verb === 'retry') return job.failed > 0;
  if (verb === 'run_rest') return job.pending > 0;
  return true;
}
