-- +goose Up

-- The inbox: what was told, in the words it was told in. It outlives the jobs it speaks of.
CREATE TABLE news (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    at    INTEGER NOT NULL,
    kind  TEXT    NOT NULL,
    title TEXT    NOT NULL,
    text  TEXT    NOT NULL,
    job   INTEGER NOT NULL DEFAULT 0, -- 0: about none, or about several
    task  INTEGER NOT NULL DEFAULT 0,
    seen  INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Up to where each task was told of, so that nothing is told again after a restart.
CREATE TABLE news_told (
    task   INTEGER PRIMARY KEY REFERENCES tasks (id) ON DELETE CASCADE,
    run    INTEGER NOT NULL, -- the last run that was looked at
    missed INTEGER NOT NULL  -- due time of the last missed firing that was looked at
) STRICT;

-- What is at rest when news begins is no news: see store/news.go. The whole answer stands in the
-- index, for a job's row is long.
CREATE INDEX jobs_rest ON jobs (id, status, reason_kind, ended, ready) WHERE ready = 1 AND (ended > 0 OR reason_kind <> '');
