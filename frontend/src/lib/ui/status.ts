import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CircleX from '@lucide/svelte/icons/circle-x';
import Hand from '@lucide/svelte/icons/hand';
import OctagonX from '@lucide/svelte/icons/octagon-x';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { IconComponent } from './icon';

/** The statuses of a job, as Go names them. */
export type Status =
  'queued' | 'running' | 'pausing' | 'paused' | 'cancelling' | 'cancelled' | 'completed' | 'failed';

/** How a job stands, as Go names it: its status, and what the status alone would hide. */
export type Standing = Status | 'held' | 'needs_you' | 'with_failures' | 'none_succeeded';

/** What colours mean here. Classes are written out so that Tailwind finds them. */
export type Tone =
  'neutral' | 'running' | 'paused' | 'warned' | 'completed' | 'failed' | 'cancelled';

/** How a tone is drawn: text, soft ground, border, and the fill of bars and dots. */
export const tones: Record<Tone, { text: string; soft: string; border: string; fill: string }> = {
  neutral: {
    text: 'text-queued',
    soft: 'bg-queued-soft',
    border: 'border-line-strong',
    fill: 'bg-queued-fill',
  },
  running: {
    text: 'text-running',
    soft: 'bg-running-soft',
    border: 'border-running-fill/25',
    fill: 'bg-running-fill',
  },
  paused: {
    text: 'text-paused',
    soft: 'bg-paused-soft',
    border: 'border-paused-fill/35',
    fill: 'bg-paused-fill',
  },
  warned: {
    text: 'text-warned',
    soft: 'bg-warned-soft',
    border: 'border-warned-fill/35',
    fill: 'bg-warned-fill',
  },
  completed: {
    text: 'text-completed',
    soft: 'bg-completed-soft',
    border: 'border-completed-fill/30',
    fill: 'bg-completed-fill',
  },
  failed: {
    text: 'text-failed',
    soft: 'bg-failed-soft',
    border: 'border-failed-fill/30',
    fill: 'bg-failed-fill',
  },
  cancelled: {
    text: 'text-cancelled',
    soft: 'bg-cancelled-soft',
    border: 'border-cancelled-fill/35',
    fill: 'bg-cancelled-fill',
  },
};

interface Look {
  label: string;
  /** The label where there is little room. */
  short?: string;
  tone: Tone;
  icon: IconComponent;
  /** It is on its way to another. */
  settling?: boolean;
}

/** How a job's standing is told: always colour and icon and word. */
export const standings: Readonly<Record<Standing, Look>> = {
  queued: { label: 'Queued', tone: 'neutral', icon: CircleDashed },
  running: { label: 'Running', tone: 'running', icon: CircleDot },
  held: { label: 'Held', tone: 'paused', icon: Hand },
  pausing: { label: 'Pausing', tone: 'paused', icon: CirclePause, settling: true },
  paused: { label: 'Paused', tone: 'paused', icon: CirclePause },
  needs_you: { label: 'Paused, needs you', short: 'Needs you', tone: 'warned', icon: CircleAlert },
  cancelling: { label: 'Cancelling', tone: 'cancelled', icon: Ban, settling: true },
  cancelled: { label: 'Cancelled', tone: 'cancelled', icon: Ban },
  completed: { label: 'Completed', tone: 'completed', icon: CircleCheck },
  with_failures: {
    label: 'Completed with failures',
    short: 'With failures',
    tone: 'warned',
    icon: TriangleAlert,
  },
  none_succeeded: {
    label: 'Completed, nothing succeeded',
    short: 'None OK',
    tone: 'failed',
    icon: OctagonX,
  },
  failed: { label: 'Failed', tone: 'failed', icon: CircleX },
};
