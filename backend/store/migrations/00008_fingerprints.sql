-- +goose Up

-- A list is known by its fingerprint when its file has another name by now: both ways of finding it
-- are looked up for each file that is to be written over another.
CREATE INDEX jobs_list_size ON jobs (list ->> '$.fingerprint.size');
CREATE INDEX jobs_list_file ON jobs (list ->> '$.fingerprint.file');

-- What the system calls the file that an export wrote. Empty for others, and for those of before.
ALTER TABLE audit ADD COLUMN file TEXT NOT NULL DEFAULT '';
