// How a task's status, a run's outcome and an item's are drawn: always colour and icon and word.
import Ban from '@lucide/svelte/icons/ban';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CircleOff from '@lucide/svelte/icons/circle-off';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import CircleX from '@lucide/svelte/icons/circle-x';
import LoaderCircle from '@lucide/svelte/icons/loader-circle';
import Unplug from '@lucide/svelte/icons/unplug';
import type { Outcome, RunOutcome, TaskStatus } from '$lib/api';
import type { IconComponent, Tone } from '$lib/ui';

interface Look {
  tone: Tone;
  icon: IconComponent;
}

export const statusLooks: Record<TaskStatus, Look> = {
  running: { tone: 'running', icon: CircleDot },
  paused: { tone: 'paused', icon: CirclePause },
  scheduled: { tone: 'completed', icon: CalendarClock },
  disabled: { tone: 'neutral', icon: CircleOff },
};

export const runLooks: Record<RunOutcome, Look> = {
  queued: { tone: 'neutral', icon: CircleDashed },
  running: { tone: 'running', icon: CircleDot },
  completed: { tone: 'completed', icon: CircleCheck },
  failed: { tone: 'failed', icon: CircleX },
  cancelled: { tone: 'cancelled', icon: Ban },
  interrupted: { tone: 'cancelled', icon: Unplug },
  skipped: { tone: 'neutral', icon: CircleSlash },
  missed: { tone: 'paused', icon: CircleSlash },
};

/** In flight is drawn with a spinner. */
export const itemLooks: Record<Outcome, { icon: IconComponent; text: string }> = {
  succeeded: { icon: CircleCheck, text: 'text-completed' },
  failed: { icon: CircleX, text: 'text-failed' },
  skipped: { icon: CircleSlash, text: 'text-muted' },
  pending: { icon: CircleDashed, text: 'text-faint' },
  in_flight: { icon: LoaderCircle, text: 'text-running' },
};
