// One job of the fake deck: its rows have outcomes that follow from their place in the list.

import { transitions } from '../../src/lib/api/types';
import type {
  Entry,
  ItemQuery,
  ItemView,
  JobDetail,
  List,
  Options,
  Outcome,
  Sample,
  Snapshot,
  Standing,
  Status,
  Verb,
} from '../../src/lib/api/types';

const companies = [
  '3M',
  'A. O. Smith',
  'Abbott',
  'AbbVie',
  'Accenture',
  'Adobe',
  'Aflac',
  'Agilent',
];
const verbs = Object.keys(transitions) as Verb[];
const steps = ['reading the home page', 'looking up the domain', 'cleaning the name'];

export interface Seed {
  id: number;
  name: string;
  status: Status;
  total: number;
  done?: number;
  processor?: string;
  recipe?: string;
  reason?: string;
  reasonKind?: Snapshot['reason_kind'];
  resumesAt?: number;
  /** Items a minute while it runs. */
  rate?: number;
  /** Each of its items fails. */
  failing?: boolean;
}

export class FakeJob {
  readonly list: List;
  readonly options: Options;
  readonly timeline: Entry[] = [];
  readonly samples: Sample[] = [];
  snapshot: Snapshot;
  /** Everything is held. */
  held = false;
  #cursor: number;
  #retried = false;
  /** It begins when time passes. */
  #starts = false;
  readonly #failing: boolean;
  #speed: number;
  #owed = 0;

  constructor(seed: Seed, now: number) {
    const processor = seed.processor ?? 'preprocess';
    this.#cursor = seed.done ?? (seed.status === 'completed' ? seed.total : 0);
    this.#speed = seed.rate ?? 240;
    this.#failing = seed.failing ?? false;
    this.list = {
      source: `/home/ada/lists/${seed.name.toLowerCase().replace(/\W+/g, '-')}.csv`,
      fingerprint: { size: 0, digest: '', file: '' },
      columns: ['Account Name', 'Website', 'Primary Industry', 'Account Owner'],
      mapping: ['company_name', 'domain', 'industry', 'owner'],
      problems: [],
      problem_count: 0,
    };
    this.options = { processor, set: {}, concurrency: 5, retries: 2 };
    this.snapshot = {
      id: seed.id,
      name: seed.name,
      recipe: seed.recipe ?? (processor === 'preprocess' ? 'Clean' : 'Command'),
      processor,
      source: this.list.source,
      status: seed.status,
      standing: seed.status,
      reason: seed.reason ?? '',
      reason_kind: seed.reasonKind ?? '',
      resumes_at: seed.resumesAt ?? 0,
      total: seed.total,
      pending: 0,
      in_flight: 0,
      succeeded: 0,
      failed: 0,
      skipped: 0,
      reasons: {},
      rate: 0,
      eta_ms: -1,
      active_ms: Math.round((this.#cursor / this.#speed) * 60_000),
      created: now - 3_600_000,
      started: seed.status === 'queued' ? 0 : now - 3_500_000,
      ended: 0,
      archived: false,
      deleted: 0,
      priority: 0,
      concurrency: 5,
      rate_per_minute: 0,
      retries: 2,
      doing: '',
      flights: [],
      verbs: [],
    };
    if (['completed', 'cancelled', 'failed'].includes(seed.status))
      this.snapshot.ended = now - 600_000;
    this.#record(now - 3_600_000, 'start', '', 'queued');
    for (let at = 0; at < 60 && this.#cursor > 0; at++) {
      const paused = at > 25 && at < 34;
      this.samples.push({
        at: now - 3_500_000 + at * 10_000,
        duration_ms: 10_000,
        done: paused ? 0 : 30 + ((at * 7) % 12),
        failed: paused ? 0 : at % 9 === 0 ? 3 : 0,
      });
    }
    this.recount(now);
  }

  /** Counts anew what stands in the snapshot; a new object each time, as events bring it. */
  recount(now: number): Snapshot {
    const s = { ...this.snapshot };
    const flying = s.status === 'running' || s.status === 'pausing' || s.status === 'cancelling';
    s.succeeded = s.failed = s.skipped = 0;
    s.reasons = {};
    for (let cycle = 0; cycle < 40; cycle++) {
      const n = Math.floor((this.#cursor - cycle + 39) / 40);
      const outcome = this.#outcome(cycle + 1);
      if (outcome === 'failed') s.failed += n;
      else if (outcome === 'skipped') s.skipped += n;
      else s.succeeded += n;
    }
    if (s.skipped > 0) s.reasons.duplicate = s.skipped;
    if (s.failed > 0) s.reasons.invalid = s.failed;
    const left = s.total - this.#cursor;
    s.in_flight = flying ? Math.min(left, s.status === 'running' ? s.concurrency : 3) : 0;
    s.pending = left - s.in_flight;
    const working = s.status === 'running' && !this.held;
    s.rate = working ? this.#speed : 0;
    s.eta_ms = working ? (left / this.#speed) * 60_000 : -1;
    s.standing = standingOf(s, this.held);
    s.flights = Array.from({ length: Math.min(8, s.in_flight) }, (_, index) => ({
      seq: this.#cursor + index + 1,
      step: steps[index % steps.length] ?? '',
      started: now - (index + 1) * 900,
      attempt: 1,
    }));
    s.verbs = verbsOf(s);
    this.snapshot = s;
    return s;
  }

  /** Lets time pass; true when something changed. */
  advance(ms: number, now: number): boolean {
    const s = this.snapshot;
    if (s.status === 'queued' && this.#starts) return this.become('running', now);
    if (s.status === 'pausing') return this.become('paused', now);
    if (s.status === 'cancelling') return this.become('cancelled', now);
    if (s.status !== 'running') return false;
    s.active_ms += ms;
    this.#owed += (this.#speed * ms) / 60_000;
    const n = Math.floor(this.#owed);
    this.#owed -= n;
    this.#cursor = Math.min(s.total, this.#cursor + n);
    if (this.#cursor === s.total) return this.become('completed', now);
    this.recount(now);
    return true;
  }

  become(status: Status, now: number, who = 'jobdeck', verb = 'drain'): boolean {
    this.#record(now, verb, this.snapshot.status, status, who);
    this.snapshot = { ...this.snapshot, status };
    this.#starts = status === 'queued';
    if (status === 'running' && this.snapshot.started === 0) this.snapshot.started = now;
    if (['completed', 'cancelled', 'failed'].includes(status)) this.snapshot.ended = now;
    this.recount(now);
    return true;
  }

  /** Does what a person may do with it now. */
  do(verb: Verb, now: number): void {
    const to = transitions[verb][this.snapshot.status];
    if (verb === 'retry') this.#retried = true;
    if (verb === 'delete') this.snapshot.deleted = now;
    if (verb === 'undelete') this.snapshot.deleted = 0;
    if (verb === 'archive' || verb === 'unarchive') this.snapshot.archived = verb === 'archive';
    if (to === undefined || to === this.snapshot.status) {
      this.recount(now);
      return;
    }
    this.snapshot.reason = this.snapshot.reason_kind = '';
    this.snapshot.resumes_at = 0;
    this.become(to, now, 'ada', verb);
  }

  detail(): JobDetail {
    return {
      ...this.snapshot,
      options: this.options,
      list: this.list,
      output_columns: ['company_name', 'domain', 'status'],
      timeline: this.timeline,
      samples: this.samples,
      noun: 'account',
    };
  }

  items({ outcome, text, after = 0, limit }: ItemQuery): ItemView[] {
    const found: ItemView[] = [];
    for (let seq = after + 1; seq <= this.snapshot.total && found.length <= limit; seq++) {
      if (outcome && this.#standing(seq) !== outcome) continue;
      const item = this.item(seq);
      if (text && !JSON.stringify(item).toLowerCase().includes(text.toLowerCase())) continue;
      found.push(item);
    }
    return found;
  }

  item(seq: number): ItemView {
    const outcome = this.#standing(seq);
    const company = `${companies[seq % companies.length]} ${seq}`;
    const domain = `${company.toLowerCase().replace(/\W+/g, '')}.com`;
    const done = outcome !== 'pending' && outcome !== 'in_flight';
    const flight = this.snapshot.flights.find((f) => f.seq === seq);
    return {
      seq,
      row: seq + 1,
      cells: [company, `https://www.${domain}/`, 'Industrial', 'Ada'],
      outcome,
      reason: outcome === 'failed' ? 'invalid' : outcome === 'skipped' ? 'duplicate' : '',
      output: outcome === 'succeeded' ? { company_name: company, domain, status: 'valid' } : {},
      error:
        outcome === 'failed'
          ? `“${domain}” is no domain: it has no ending`
          : outcome === 'skipped'
            ? 'same domain as row 3 of the file'
            : '',
      attempts: done ? (outcome === 'failed' ? 3 : 1) : 0,
      duration_ms: done ? 40 + ((seq * 37) % 4000) : 0,
      ended: done ? this.snapshot.started + seq * 200 : 0,
      step: flight?.step ?? '',
      steps: done
        ? [{ name: 'cleaning the name', started: this.snapshot.started, duration_ms: 4 }]
        : [],
    };
  }

  #standing(seq: number): Outcome {
    if (seq <= this.#cursor) return this.#outcome(seq);
    return seq <= this.#cursor + this.snapshot.in_flight ? 'in_flight' : 'pending';
  }

  #outcome(seq: number): Outcome {
    if (this.#failing && !this.#retried) return 'failed';
    const place = seq % 40;
    if (place === 7 && !this.#retried) return 'failed';
    return place === 3 || place === 19 ? 'skipped' : 'succeeded';
  }

  #record(at: number, what: string, before: string, after: string, who = 'ada'): void {
    this.timeline.push({
      id: this.timeline.length + 1,
      at,
      job: this.snapshot.id,
      task: 0,
      who,
      origin: who === 'jobdeck' ? 'engine' : 'window',
      what,
      before,
      after,
      why: '',
    });
  }
}

/** As Go's job.StandingOf; this copy serves screens under test. */
function standingOf(s: Snapshot, held: boolean): Standing {
  const needs = ['credentials', 'error_rate', 'budget', 'disk'].includes(s.reason_kind);
  if (s.status === 'running' && held) return 'held';
  if (s.status === 'paused' && s.resumes_at === 0 && needs) return 'needs_you';
  if (s.status === 'completed' && s.total > 0 && s.succeeded === 0) return 'none_succeeded';
  if (s.status === 'completed' && s.failed > 0) return 'with_failures';
  return s.status;
}

function verbsOf(s: Snapshot): Verb[] {
  if (s.deleted > 0) return ['undelete'];
  const against: Partial<Record<Verb, boolean>> = {
    undelete: true,
    pause: (s.status === 'pausing' || s.status === 'paused') && s.resumes_at === 0,
    retry: s.failed === 0,
    run_rest: s.pending === 0,
    archive: s.archived,
    unarchive: !s.archived,
  };
  return verbs.filter((verb) => transitions[verb][s.status] && !against[verb]);
}
