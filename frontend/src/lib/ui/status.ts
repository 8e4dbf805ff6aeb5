import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CircleX from '@lucide/svelte/icons/circle-x';
import type { IconComponent } from './icon';

/** The statuses of a job, as Go names them. */
export type Status =
  'queued' | 'running' | 'pausing' | 'paused' | 'cancelling' | 'cancelled' | 'completed' | 'failed';

/** What colours mean here. Classes are written out so that Tailwind finds them. */
export type Tone = 'neutral' | 'running' | 'paused' | 'completed' | 'failed' | 'cancelled';

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

/** How a status is told: always colour and icon and word. settling: it is on its way to another. */
export const statuses: Record<
  Status,
  { label: string; tone: Tone; icon: IconComponent; settling?: boolean }
> = {
  queued: { label: 'Queued', tone: 'neutral', icon: CircleDashed },
  running: { label: 'Running', tone: 'running', icon: CircleDot },
  pausing: { label: 'Pausing', tone: 'paused', icon: CirclePause, settling: true },
  paused: { label: 'Paused', tone: 'paused', icon: CirclePause },
  cancelling: { label: 'Cancelling', tone: 'cancelled', icon: Ban, settling: true },
  cancelled: { label: 'Cancelled', tone: 'cancelled', icon: Ban },
  completed: { label: 'Completed', tone: 'completed', icon: CircleCheck },
  failed: { label: 'Failed', tone: 'failed', icon: CircleX },
};
