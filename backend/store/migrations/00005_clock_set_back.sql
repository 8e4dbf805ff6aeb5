-- +goose Up

-- A clock that is set back lets due times come again. How often it did for a task is part of a run's
-- identity: a due time has one run each time.
ALTER TABLE tasks ADD COLUMN rewound INTEGER NOT NULL DEFAULT 0;
-- Firings up to it were decided before the clock was set back.
ALTER TABLE tasks ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;
-- How many of the missed firings a run made up for.
ALTER TABLE tasks ADD COLUMN missed_made_up INTEGER NOT NULL DEFAULT 0;

ALTER TABLE runs ADD COLUMN rewound INTEGER NOT NULL DEFAULT 0; -- the task's, then
DROP INDEX runs_due;
CREATE UNIQUE INDEX runs_due ON runs (task, due, rewound) WHERE begun_by <> 'manual';
