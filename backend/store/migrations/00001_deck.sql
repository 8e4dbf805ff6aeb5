-- +goose Up

-- A job: one recipe over one list. ready = 0 while its rows are still being imported: such a job
-- is seen by nobody, and what a crash leaves of it is purged at the next start.
CREATE TABLE jobs (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    name           TEXT    NOT NULL,
    recipe         TEXT    NOT NULL,
    processor      TEXT    NOT NULL,
    options        TEXT    NOT NULL, -- job.Options as JSON
    list           TEXT    NOT NULL, -- job.List as JSON
    source         TEXT    NOT NULL, -- the list's file, for filters
    ready          INTEGER NOT NULL DEFAULT 0,
    status         TEXT    NOT NULL,
    reason         TEXT    NOT NULL DEFAULT '',
    reason_kind    TEXT    NOT NULL DEFAULT '',
    resumes_at     INTEGER NOT NULL DEFAULT 0,
    ends_as        TEXT    NOT NULL DEFAULT '', -- status after a retry that leaves items pending
    epoch          INTEGER NOT NULL DEFAULT 0,
    priority       INTEGER NOT NULL DEFAULT 0,
    position       INTEGER NOT NULL DEFAULT 0,
    total          INTEGER NOT NULL DEFAULT 0,
    succeeded      INTEGER NOT NULL DEFAULT 0,
    failed         INTEGER NOT NULL DEFAULT 0,
    skipped        INTEGER NOT NULL DEFAULT 0,
    reasons        TEXT    NOT NULL DEFAULT '{}', -- count of items by reason, as JSON
    output_columns TEXT    NOT NULL DEFAULT '[]', -- in order of appearance, as JSON
    cursor         INTEGER NOT NULL DEFAULT 1,    -- every item before it has a row in outcomes
    active_ms      INTEGER NOT NULL DEFAULT 0,
    created        INTEGER NOT NULL,
    started        INTEGER NOT NULL DEFAULT 0,
    ended          INTEGER NOT NULL DEFAULT 0,
    archived       INTEGER NOT NULL DEFAULT 0,
    deleted        INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX jobs_queue ON jobs (priority DESC, position, id) WHERE status = 'queued' AND ready = 1;
CREATE INDEX jobs_due ON jobs (resumes_at) WHERE resumes_at > 0;
CREATE INDEX jobs_status ON jobs (status);

-- The rows of the lists. No foreign key on the two tables that hold millions of rows: only this
-- package writes them, always together with their job, and the check would cost each insert a look-up.
CREATE TABLE items (
    job   INTEGER NOT NULL,
    seq   INTEGER NOT NULL, -- place in the list, from 1
    row   INTEGER NOT NULL, -- line in the file
    input TEXT    NOT NULL, -- cells as a JSON array of strings
    PRIMARY KEY (job, seq)
) STRICT, WITHOUT ROWID;

-- What became of them, appended beside the items instead of updated in place: twice as fast.
-- An item without a row here is pending. A row with outcome 'pending' is an item that was tried
-- before and shall be tried again: interrupted while waiting for a retry, or retried by hand.
CREATE TABLE outcomes (
    job         INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    outcome     TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    output      TEXT    NOT NULL, -- output columns as a JSON object, or ''
    error       TEXT    NOT NULL,
    attempts    INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    ended       INTEGER NOT NULL,
    steps       TEXT    NOT NULL, -- job.Step list as JSON, or ''
    PRIMARY KEY (job, seq)
) STRICT, WITHOUT ROWID;

-- Finds failed, skipped and to-be-tried-again items without reading the succeeded ones.
CREATE INDEX outcomes_rest ON outcomes (job, outcome, seq) WHERE outcome <> 'succeeded';

-- How often an item was in flight when the program crashed, in a row.
CREATE TABLE crashes (
    job   INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    seq   INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (job, seq)
) STRICT, WITHOUT ROWID;

-- Throughput: how many items got an outcome in each stretch of five seconds.
CREATE TABLE samples (
    job    INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    at     INTEGER NOT NULL, -- the stretch's beginning
    done   INTEGER NOT NULL,
    failed INTEGER NOT NULL, -- of done
    PRIMARY KEY (job, at)
) STRICT, WITHOUT ROWID;

-- Every change, who made it, from where and why. It outlives the jobs it speaks of.
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    job     INTEGER NOT NULL, -- 0: not about one job
    who     TEXT    NOT NULL,
    origin  TEXT    NOT NULL,
    what    TEXT    NOT NULL,
    before  TEXT    NOT NULL,
    after   TEXT    NOT NULL,
    why     TEXT    NOT NULL
) STRICT;

CREATE INDEX audit_job ON audit (job, id);
CREATE INDEX audit_at ON audit (at);

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The global pause: one row, or none when nothing is held.
CREATE TABLE hold (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    who    TEXT    NOT NULL,
    origin TEXT    NOT NULL,
    why    TEXT    NOT NULL,
    since  INTEGER NOT NULL,
    until  INTEGER NOT NULL
) STRICT;

CREATE TABLE recipes (
    name        TEXT PRIMARY KEY COLLATE NOCASE,
    description TEXT NOT NULL,
    options     TEXT NOT NULL, -- job.Options as JSON
    changed     INTEGER NOT NULL
) STRICT;
