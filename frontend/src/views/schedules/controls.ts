// Which buttons a task has, and in which place. Go says which verbs are allowed; this says where
// they stand, and why one that is not allowed is not.

import Pause from '@lucide/svelte/icons/pause';
import Play from '@lucide/svelte/icons/play';
import Power from '@lucide/svelte/icons/power';
import X from '@lucide/svelte/icons/x';
import StepForward from '@lucide/svelte/icons/step-forward';
import type { TaskVerb, TaskView } from '$lib/api';
import { deck } from '$lib/live';
import type { IconComponent } from '$lib/ui';

/** A button of a task. */
export interface TaskControl {
  verb: TaskVerb;
  label: string;
  icon: IconComponent;
  keys?: string;
  danger: boolean;
  /** Why it can't be pressed now; empty when it can. */
  reason: string;
}

/** The three places, always filled. */
export interface TaskControls {
  start: TaskControl;
  /** Pause ⇄ Resume; Enable while the task is disabled. */
  pause: TaskControl;
  cancel: TaskControl;
}

export function taskControls(task: TaskView): TaskControls {
  return {
    start: control(task, 'start'),
    pause: control(task, steering(task)),
    cancel: control(task, 'cancel'),
  };
}

function steering(task: TaskView): TaskVerb {
  if (task.verbs.includes('resume')) return 'resume';
  if (!task.enabled && task.verbs.includes('enable')) return 'enable';
  return task.paused ? 'resume' : 'pause';
}

const looks: Partial<Record<TaskVerb, Omit<TaskControl, 'verb' | 'reason'>>> = {
  start: { label: 'Start', icon: Play, keys: 's', danger: false },
  pause: { label: 'Pause', icon: Pause, keys: 'Space', danger: false },
  resume: { label: 'Resume', icon: StepForward, keys: 'Space', danger: false },
  enable: { label: 'Enable', icon: Power, keys: 'Space', danger: false },
  cancel: { label: 'Cancel', icon: X, keys: 'c', danger: true },
};

function control(task: TaskView, verb: TaskVerb): TaskControl {
  const look = looks[verb] ?? { label: verb, icon: Play, danger: false };
  return { ...look, verb, reason: task.verbs.includes(verb) ? '' : refusal(task, verb) };
}

/** Why a verb is not possible, as Go would say it. */
function refusal(task: TaskView, verb: TaskVerb): string {
  switch (verb) {
    case 'cancel':
      if (!task.running) return 'It is not running';
      return task.cancel_why || 'It can’t be interrupted';
    case 'start':
      if (task.running) return 'It is running';
      return deck.hold.held ? 'Everything is held' : 'It can’t be started now';
    case 'pause':
      return task.enabled ? 'It can’t be paused now' : 'It is disabled';
    default:
      return 'Not possible now';
  }
}
