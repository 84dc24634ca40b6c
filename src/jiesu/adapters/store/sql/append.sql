-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- The pieces of the one statement that changes anything. `append.py` joins those a batch needs into
-- WITH a AS (…), b AS (…) SELECT …, so that every command is a single round trip and a single commit.

-- name: guard
-- Lets the sealer wait for appends in flight, so that no entry slips in below a sealed number.
SELECT 1 AS held FROM (SELECT pg_advisory_xact_lock_shared(7351)) AS lock

-- name: receipts
INSERT INTO receipt (command_id, owner, digest, recorded_at, result)
SELECT command_id, owner, digest, recorded_at, result
FROM jsonb_populate_recordset(NULL::receipt, %(receipts)s::jsonb)
RETURNING 1

-- name: entries
INSERT INTO log_entry (id, seq, stream, kind, version, type, data, at, recorded_at, actor,
                       command, pack, history, district, prev, hash)
SELECT e.id, nextval('log_seq'), e.stream, e.kind, e.version, e.type, e.data, e.at, e.recorded_at,
       e.actor, e.command, e.pack, e.history, e.district, e.prev, e.hash
FROM guard, jsonb_populate_recordset(NULL::log_entry, %(entries)s::jsonb) AS e
RETURNING 1

-- name: new
INSERT INTO {table} ({columns})
SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %(new_{table})s::jsonb)
RETURNING 1

-- name: changed
-- Where rows are few their ids stand beside them, in {found}: a plan made for any number of rows would
-- read whole tables.
UPDATE {table} AS t SET ({columns}) = ROW({values})
FROM jsonb_array_elements(%(changed_{table})s::jsonb) AS e,
     jsonb_populate_record(NULL::{table}, e) AS r
WHERE {found}t.id = r.id AND t.version = (e ->> 'base')::integer{guard}
RETURNING 1

-- name: revisions
UPDATE appeal AS t SET revision = t.revision + 1
FROM jsonb_to_recordset(%(revisions)s::jsonb) AS r(id uuid, base integer)
WHERE {found}t.id = r.id AND t.revision = r.base
RETURNING 1

-- name: numbers
INSERT INTO case_number (number, appeal)
SELECT number, appeal FROM jsonb_populate_recordset(NULL::case_number, %(numbers)s::jsonb)
RETURNING 1

-- name: keys
INSERT INTO personal_key (owner, wrapped, created_at, destroyed_at)
SELECT owner, wrapped, created_at, destroyed_at
FROM jsonb_populate_recordset(NULL::personal_key, %(keys)s::jsonb)
RETURNING 1

-- name: items
INSERT INTO personal_item (id, owner, kind, ciphertext, created_at)
SELECT id, owner, kind, ciphertext, created_at
FROM jsonb_populate_recordset(NULL::personal_item, %(items)s::jsonb)
RETURNING 1

-- name: redacted
INSERT INTO redacted_copy (id, owner, kind, text)
SELECT id, owner, kind, text
FROM jsonb_populate_recordset(NULL::redacted_copy, %(redacted)s::jsonb)
RETURNING 1

-- name: likeness
INSERT INTO appeal_likeness (appeal, bands)
SELECT appeal, bands FROM jsonb_populate_recordset(NULL::appeal_likeness, %(likeness)s::jsonb)
RETURNING 1

-- name: bands
INSERT INTO likeness_band (band, appeal)
SELECT DISTINCT b.band, l.appeal
FROM jsonb_populate_recordset(NULL::appeal_likeness, %(likeness)s::jsonb) AS l,
     unnest(l.bands) AS b(band)
RETURNING 1

-- name: blind
INSERT INTO blind_index (token, owner)
SELECT token, owner FROM jsonb_populate_recordset(NULL::blind_index, %(blind)s::jsonb)
ON CONFLICT DO NOTHING
RETURNING 1

-- name: timers_set
INSERT INTO timer (stream, kind, name, due_at, wake_at)
SELECT stream, kind, name, due_at, wake_at
FROM jsonb_populate_recordset(NULL::timer, %(timers_set)s::jsonb)
ON CONFLICT (stream, name) DO UPDATE
SET due_at = EXCLUDED.due_at, wake_at = EXCLUDED.wake_at, attempts = 0, last_error = NULL
RETURNING 1

-- name: timers_cleared
DELETE FROM timer AS t
USING jsonb_populate_recordset(NULL::timer, %(timers_cleared)s::jsonb) AS r
WHERE {found}t.stream = r.stream AND t.name = r.name
RETURNING 1

-- name: outbox
INSERT INTO outbox (id, stream, notice, created_at, wake_at)
SELECT id, stream, notice, created_at, wake_at
FROM jsonb_populate_recordset(NULL::outbox, %(outbox)s::jsonb)
RETURNING 1

-- name: tallies
INSERT INTO tally_delta (scope, day, key, state, n)
SELECT scope, day, key, state, n
FROM jsonb_to_recordset(%(tallies)s::jsonb)
     AS t(scope text, day date, key text, state text, n integer)
RETURNING 1

-- name: erased_keys
UPDATE personal_key SET wrapped = NULL, destroyed_at = %(erased_at)s
WHERE owner = ANY (%(erased)s::uuid[])
RETURNING 1

-- name: erased_items
DELETE FROM personal_item WHERE owner = ANY (%(erased)s::uuid[])
RETURNING 1

-- name: erased_redacted
DELETE FROM redacted_copy WHERE owner = ANY (%(erased)s::uuid[])
RETURNING 1

-- name: erased_likeness
DELETE FROM appeal_likeness WHERE appeal = ANY (%(erased)s::uuid[])
RETURNING 1

-- name: erased_bands
-- No index leads from an appeal to its bands, but its signature names them.
DELETE FROM likeness_band AS b
USING (
    SELECT l.appeal, unnest(l.bands) AS band
    FROM appeal_likeness AS l WHERE l.appeal = ANY (%(erased)s::uuid[])
) AS l
WHERE b.band = l.band AND b.appeal = l.appeal
RETURNING 1

-- name: erased_blind
DELETE FROM blind_index WHERE owner = ANY (%(erased)s::uuid[])
RETURNING 1

-- name: erased_digests
UPDATE receipt SET digest = NULL WHERE owner = ANY (%(erased)s::uuid[])
RETURNING 1

-- name: numbers_drawn
-- Numbers for entries written by COPY in this transaction; the sealer waits for its end.
WITH guard AS MATERIALIZED (
    SELECT 1 AS held FROM (SELECT pg_advisory_xact_lock_shared(7351)) AS lock
)
SELECT nextval('log_seq') FROM guard, generate_series(1, %(count)s)

-- name: count
(SELECT count(*) FROM {piece})

-- name: whole
-- Every version and revision the decision rested on must have moved; else all of it is undone.
WITH {pieces}
SELECT CASE WHEN {moved} = %(expected)s THEN true ELSE jiesu_stale() END
