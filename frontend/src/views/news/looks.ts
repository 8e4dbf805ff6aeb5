import AlarmClockOff from '@lucide/svelte/icons/alarm-clock-off';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CircleX from '@lucide/svelte/icons/circle-x';
import MailX from '@lucide/svelte/icons/mail-x';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { NewsKind } from '$lib/api';
import type { IconComponent } from '$lib/ui';

interface Look {
  icon: IconComponent;
  tone: string;
  /** What the button says that shows what it is about. */
  open: string;
}

/** How each kind of news looks. */
export const looks: Readonly<Record<NewsKind, Look>> = {
  completed: { icon: CircleCheck, tone: 'text-completed', open: 'Open results' },
  failures: { icon: TriangleAlert, tone: 'text-paused', open: 'Open results' },
  failed: { icon: CircleX, tone: 'text-failed', open: 'Open' },
  paused: { icon: CirclePause, tone: 'text-paused', open: 'Open' },
  missed: { icon: AlarmClockOff, tone: 'text-paused', open: 'Open' },
  run_failed: { icon: CircleX, tone: 'text-failed', open: 'Open' },
  undelivered: { icon: MailX, tone: 'text-failed', open: 'Open settings' },
  test: { icon: CircleCheck, tone: 'text-muted', open: 'Open' },
};
