// When a task shall fire, as a form's fields, and the schedule that Go takes.
import type { Schedule, ScheduleKind } from '$lib/api';

// Times as the browser's fields of date and time write them, on the system's clock.

/** An hour of a day that is so many days from one, in ms UTC: midnight today unless told otherwise. */
function dayStart(now: number, days = 0, hour = 0): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime();
}

/** A time as a field of date and time writes it, on the system's clock: "2026-11-23T02:00". */
function localText(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const seconds = date.getSeconds() === 0 ? '' : `:${two(date.getSeconds())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}${seconds}`;
}

/** The time that such a text means; 0 when it means none. */
function localTime(text: string): number {
  const at = new Date(text).getTime();
  return Number.isNaN(at) ? 0 : at;
}

export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week';

export const units: Record<Unit, number> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** Lines that people start from. */
export const presets: readonly { label: string; cron: string }[] = [
  { label: 'Every hour', cron: '0 * * * *' },
  { label: 'Every day at 02:00', cron: '0 2 * * *' },
  { label: 'Weekdays at 08:00', cron: '0 8 * * 1-5' },
  { label: 'Mondays at 06:00', cron: '0 6 * * 1' },
  { label: 'First of the month at 06:00', cron: '0 6 1 * *' },
];

export class When {
  kind = $state<ScheduleKind>('cron');
  cron = $state('0 2 * * *');
  /** Empty: the system's. */
  zone = $state('');
  every = $state(1);
  unit = $state<Unit>('hour');
  /** Local date and time as the browser's field writes them. */
  from = $state('');
  at = $state('');

  constructor(schedule: Schedule | undefined, now: number) {
    this.from = localText(dayStart(now));
    this.at = localText(dayStart(now, 1, 8));
    if (!schedule) return;
    this.kind = schedule.kind;
    this.cron = schedule.cron ?? this.cron;
    this.zone = schedule.zone ?? '';
    if (schedule.every_ms) [this.every, this.unit] = largestUnit(schedule.every_ms);
    if (schedule.kind === 'every') this.from = localText(schedule.anchor ?? 0);
    if (schedule.at) this.at = localText(schedule.at);
  }

  /** What Go takes. */
  readonly schedule: Schedule = $derived.by(() => {
    switch (this.kind) {
      case 'cron':
        return { kind: 'cron', cron: this.cron.trim(), zone: this.zone };
      case 'every':
        return {
          kind: 'every',
          every_ms: this.every * units[this.unit],
          anchor: localTime(this.from),
        };
      case 'once':
        return { kind: 'once', at: localTime(this.at) };
    }
  });

  /** What is wrong before Go is asked, or empty. */
  readonly problem: string = $derived.by(() => {
    if (this.kind === 'cron' && this.cron.trim() === '') return 'A cron line is needed.';
    if (this.kind === 'once' && localTime(this.at) === 0) return 'A date and a time are needed.';
    return '';
  });
}

function largestUnit(ms: number): [number, Unit] {
  const names = Object.keys(units).reverse() as Unit[];
  const unit = names.find((name) => ms % units[name] === 0) ?? 'second';
  return [Math.max(1, Math.round(ms / units[unit])), unit];
}
