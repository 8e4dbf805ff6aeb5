-- +goose Up

-- The names of the keys that people put into the system's keychain. Their values are there, and never here.
CREATE TABLE keys (
    name TEXT PRIMARY KEY
) STRICT;
