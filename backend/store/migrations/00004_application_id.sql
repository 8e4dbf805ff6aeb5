-- +goose Up

-- Tells Jobdeck's databases from all others: "JoBD" in ASCII, in the header of the file.
PRAGMA application_id = 1248805444;
