-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- What a bench compares with: the same rows into tables alike, and nothing decided.

-- name: appeals
-- How many appeals the rows belong to.
SELECT count(*) FROM appeal

-- name: signatures
-- All signatures since an instant that share a band with another, by looking at every one.
SELECT l.appeal FROM appeal_likeness AS l
WHERE l.appeal >= jiesu_id_floor(%(since)s) AND l.bands && %(bands)s::integer[]

-- name: copy_out
-- Every row of a table, in the order it lies there.
COPY (SELECT * FROM {table}) TO STDOUT

-- name: alike
-- An empty table with the same columns and indexes.
CREATE TABLE {alike} (LIKE {table} INCLUDING DEFAULTS INCLUDING INDEXES)

-- name: copy_in
-- Rows as they came out.
COPY {alike} FROM STDIN

-- name: drop
-- The table is not needed any more.
DROP TABLE {alike}
