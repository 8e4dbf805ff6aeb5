-- +goose Up

-- What runs by itself. A shipped task is here from the first start on, so that what a person
-- changes of it is kept.
CREATE TABLE tasks (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT    NOT NULL,
    grouped       TEXT    NOT NULL DEFAULT '', -- its group; the word itself belongs to SQL
    description   TEXT    NOT NULL DEFAULT '',
    does          TEXT    NOT NULL,
    settings      TEXT    NOT NULL DEFAULT '{}', -- as a JSON object
    schedule      TEXT    NOT NULL,              -- task.Schedule as JSON
    missed        TEXT    NOT NULL,
    missed_cap    INTEGER NOT NULL,
    overlap       TEXT    NOT NULL,
    shipped       INTEGER NOT NULL DEFAULT 0,
    enabled       INTEGER NOT NULL,
    paused_since  INTEGER NOT NULL DEFAULT 0, -- 0: not paused
    paused_by     TEXT    NOT NULL DEFAULT '',
    paused_why    TEXT    NOT NULL DEFAULT '',
    handled_until INTEGER NOT NULL, -- every firing up to it has been decided
    missed_count  INTEGER NOT NULL DEFAULT 0, -- missed firings that nobody has looked at yet
    missed_first  INTEGER NOT NULL DEFAULT 0,
    missed_last   INTEGER NOT NULL DEFAULT 0,
    created       INTEGER NOT NULL,
    deleted       INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A deleted task's name is free again.
CREATE UNIQUE INDEX tasks_name ON tasks (name COLLATE NOCASE) WHERE deleted = 0;

-- One firing each, and what became of it. The due time is the truth: whoever finds a firing due
-- inserts it here, and only the first does.
CREATE TABLE runs (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    task       INTEGER NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL, -- the task's, then
    due        INTEGER NOT NULL,
    begun_by   TEXT    NOT NULL, -- schedule, manual or missed
    who        TEXT    NOT NULL DEFAULT '',
    origin     TEXT    NOT NULL DEFAULT '',
    outcome    TEXT    NOT NULL,
    started    INTEGER NOT NULL DEFAULT 0,
    ended      INTEGER NOT NULL DEFAULT 0,
    message    TEXT    NOT NULL DEFAULT '',
    counts     TEXT    NOT NULL DEFAULT '{}', -- as a JSON object
    stands_for INTEGER NOT NULL DEFAULT 1,
    job        INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX runs_due ON runs (task, due) WHERE begun_by <> 'manual';
CREATE INDEX runs_task ON runs (task, id);
CREATE INDEX runs_open ON runs (task, id) WHERE outcome IN ('queued', 'running');
CREATE INDEX runs_ended ON runs (ended);
-- When a run happened, for the page of what happened: see activity.go.
CREATE INDEX runs_at ON runs (iif(started > 0, started, due));
CREATE INDEX runs_task_at ON runs (task, iif(started > 0, started, due));
CREATE INDEX runs_by_hand ON runs (iif(started > 0, started, due)) WHERE begun_by = 'manual';
CREATE INDEX runs_job ON runs (job) WHERE job > 0;

ALTER TABLE audit ADD COLUMN task INTEGER NOT NULL DEFAULT 0; -- 0: not about a task
CREATE INDEX audit_task ON audit (task, id) WHERE task > 0;
CREATE INDEX audit_origin ON audit (origin, at);

-- How far a task is with a file: written in the transaction of what was read from it.
CREATE TABLE file_cursors (
    task     INTEGER NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    path     TEXT    NOT NULL,
    size     INTEGER NOT NULL, -- with modified: which file of this name
    modified INTEGER NOT NULL,
    position INTEGER NOT NULL, -- records taken from it
    finished INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (task, path)
) STRICT, WITHOUT ROWID;

-- A place, found near an account or brought in from a file.
CREATE TABLE locations (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    name      TEXT    NOT NULL,
    latitude  REAL    NOT NULL,
    longitude REAL    NOT NULL,
    at        INTEGER NOT NULL DEFAULT 0, -- when somebody was there, or 0: a place without a time
    cell      INTEGER NOT NULL, -- square of the map that it lies in, to find its neighbours
    account   INTEGER NOT NULL DEFAULT 0, -- 0: not linked
    source    TEXT    NOT NULL DEFAULT '',
    added     INTEGER NOT NULL
) STRICT;

-- What lies in a square under one name, or of one second: few rows, however many are in the square.
CREATE INDEX locations_name ON locations (cell, name COLLATE NOCASE, at);
CREATE INDEX locations_at ON locations (cell, at);
CREATE INDEX locations_account ON locations (account) WHERE account > 0;

-- A visit: the requests made to one site for one account, from the first to the last.
CREATE TABLE visits (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    account   INTEGER NOT NULL DEFAULT 0,
    job       INTEGER NOT NULL DEFAULT 0,
    host      TEXT    NOT NULL,
    started   INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    ended     INTEGER NOT NULL DEFAULT 0, -- 0: open
    requests  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX visits_open ON visits (last_seen) WHERE ended = 0;
CREATE INDEX visits_account ON visits (account, started);

-- A page that a visit may read next.
CREATE TABLE visit_candidates (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    visit INTEGER NOT NULL DEFAULT 0,
    url   TEXT    NOT NULL,
    why   TEXT    NOT NULL DEFAULT '',
    found INTEGER NOT NULL
) STRICT;

CREATE INDEX visit_candidates_found ON visit_candidates (found);
