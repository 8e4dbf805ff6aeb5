-- +goose Up

-- What made the hold, in one word: nobody reads it out of the sentence any more.
ALTER TABLE hold ADD COLUMN kind TEXT NOT NULL DEFAULT '';
UPDATE hold SET kind = 'battery' WHERE who = 'jobdeck' AND why LIKE 'the battery is low%';
