-- +goose Up

-- Retry failed runs the items that failed, and only those. Pending items that a cancel interrupted
-- while they waited for another try have a row of outcomes too, so that alone does not tell.
ALTER TABLE outcomes ADD COLUMN again INTEGER NOT NULL DEFAULT 0; -- it failed, and was asked to be tried again

UPDATE outcomes SET again = 1 WHERE outcome = 'pending' AND job IN (SELECT id FROM jobs WHERE ends_as <> '');
