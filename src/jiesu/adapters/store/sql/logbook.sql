-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Sealing the log, and reading it whole in order to verify it.

-- name: wait_for_appends
-- Waits until no append is in flight; appends hold the same lock shared and draw numbers after it.
SELECT pg_advisory_xact_lock(7351)

-- name: highest
-- The highest number written; sent after the wait, in the same transaction.
SELECT coalesce(max(seq), 0) FROM log_entry

-- name: first_recorded
-- When the entry with the lowest number was recorded.
SELECT recorded_at FROM log_entry ORDER BY seq LIMIT 1

-- name: last_seal
-- The newest seal.
SELECT day, first_seq, last_seq, entries, prev_root, sealed_at, root
FROM seal ORDER BY day DESC LIMIT 1

-- name: seals
-- Every seal in the order of days.
SELECT day, first_seq, last_seq, entries, prev_root, sealed_at, root FROM seal ORDER BY day

-- name: seals_over
-- The seals whose range holds one of these numbers.
SELECT DISTINCT s.day, s.first_seq, s.last_seq, s.entries, s.prev_root, s.sealed_at, s.root
FROM seal AS s JOIN unnest(%(numbers)s::bigint[]) AS n ON n BETWEEN s.first_seq AND s.last_seq
ORDER BY s.day

-- name: last_seq
-- The highest number of the range whose entry was recorded before an instant.
SELECT max(seq) FROM log_entry
WHERE seq > %(after)s AND seq <= %(until)s AND recorded_at < %(before)s

-- name: hashes
-- Number and hash of every entry of a range, in order.
SELECT seq, hash FROM log_entry WHERE seq > %(after)s AND seq <= %(until)s ORDER BY seq

-- name: add_seal
-- One seal a day; the key refuses a second.
INSERT INTO seal (day, first_seq, last_seq, entries, root, prev_root, sealed_at)
VALUES (%(day)s, %(first_seq)s, %(last_seq)s, %(entries)s, %(root)s, %(prev_root)s, %(sealed_at)s)

-- name: one_instant
-- Everything after this in the transaction is read as of one instant.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY

-- name: size
-- How many entries there are after a number.
SELECT count(*) FROM log_entry WHERE seq > %(after)s

-- name: entries
-- Every entry, by stream and version; ids as text, because text is what is hashed.
SELECT seq, id::text, stream::text, kind, version, type, data::text, at, recorded_at, actor,
       command::text, pack, history, district, prev, hash
FROM log_entry{moved} ORDER BY log_entry.stream, log_entry.version, log_entry.seq

-- name: rows
-- The rows of one aggregate.
SELECT {columns} FROM {table}{moved} ORDER BY {table}.id

-- name: timers
-- Every timer, by stream.
SELECT stream::text, kind, name, due_at, wake_at, attempts FROM timer{moved} ORDER BY timer.stream

-- name: moved
-- Limits a reading to the streams written to since a number.
WHERE {column} IN (SELECT e.stream FROM log_entry AS e WHERE e.seq > %(after)s)

-- name: leaves
-- What the seals cover, in order of writing.
SELECT seq, hash, recorded_at FROM log_entry WHERE seq > %(after)s ORDER BY seq, id

-- name: case_numbers
-- Case numbers and appeals must pair off.
SELECT CASE WHEN n.number IS NULL THEN 'missing' WHEN a.id IS NULL THEN 'extra' ELSE 'changed' END,
       'case_number', number, 'appeal', a.id::text, n.appeal::text
FROM appeal AS a FULL JOIN case_number AS n USING (number)
WHERE a.id IS DISTINCT FROM n.appeal

-- name: receipts
-- Every command in the log has its receipt, which says what the log says, and no other has one.
WITH told AS (
    SELECT command, min(recorded_at) AS recorded_at, jsonb_agg(type ORDER BY seq) AS events,
           jsonb_object_agg(stream, version ORDER BY version) AS positions
    FROM log_entry GROUP BY command
),
paired AS (
    SELECT t.command, r.command_id, t.recorded_at AS told_at, t.events, t.positions,
           r.owner, r.recorded_at, r.result, s.subject,
           coalesce((SELECT o.appeal_id FROM work_order AS o WHERE o.id = s.subject),
                    (SELECT c.appeal_id FROM callback AS c WHERE c.id = s.subject), s.subject)
               AS origin
    FROM told AS t FULL JOIN receipt AS r ON r.command_id = t.command
    CROSS JOIN LATERAL (
        SELECT CASE WHEN t.positions ? (r.result ->> 'subject')
                    THEN (r.result ->> 'subject')::uuid END AS subject
    ) AS s
)
SELECT CASE WHEN p.command_id IS NULL THEN 'missing' WHEN p.command IS NULL THEN 'extra'
            ELSE 'changed' END,
       'receipt', coalesce(p.command_id, p.command)::text, c.name, c.expected, c.found
FROM paired AS p
CROSS JOIN LATERAL (VALUES
    ('command_id', p.command::text, p.command_id::text),
    ('recorded_at', p.told_at::text, p.recorded_at::text),
    ('owner', p.origin::text, p.owner::text),
    ('result.command_id', p.command::text, p.result ->> 'command_id'),
    ('result.recorded_at',
     to_char(p.told_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
     p.result ->> 'recorded_at'),
    ('result.events', p.events::text, (p.result -> 'events')::text),
    ('result.subject', p.subject::text, p.result ->> 'subject'),
    ('result.version', p.positions ->> p.subject::text, p.result ->> 'version'),
    ('result.number', (SELECT a.number FROM appeal AS a WHERE a.id = p.origin),
     p.result ->> 'number'),
    ('result.replayed', 'false', p.result ->> 'replayed'),
    ('result', '{}',
     (CASE jsonb_typeof(p.result) WHEN 'object' THEN p.result ELSE '{"": null}' END - ARRAY['command_id', 'command', 'subject', 'number', 'version', 'recorded_at',
                       'events', 'replayed'])::text)
) AS c(name, expected, found)
WHERE c.expected IS DISTINCT FROM c.found
  AND (c.name = 'command_id' OR (p.command IS NOT NULL AND p.command_id IS NOT NULL))

-- name: outbox
-- Every delivery is due to one entry of the log, and says the same.
SELECT CASE WHEN e.id IS NULL THEN 'extra' ELSE 'changed' END,
       'outbox', o.id::text, c.name, c.expected, c.found
FROM outbox AS o LEFT JOIN log_entry AS e ON e.id = o.id
CROSS JOIN LATERAL (VALUES
    ('id', e.id::text, o.id::text),
    ('stream', e.stream::text, o.stream::text),
    ('notice', %(notices)s::jsonb ->> e.type, o.notice),
    ('created_at', e.recorded_at::text, o.created_at::text)
) AS c(name, expected, found)
WHERE c.expected IS DISTINCT FROM c.found AND (c.name = 'id' OR e.id IS NOT NULL)

-- name: personal_keys
-- A key belongs to a stream, is as old as it, and is destroyed when the log says so, else not.
SELECT CASE WHEN b.stream IS NULL THEN 'extra' ELSE 'changed' END,
       'personal_key', k.owner::text, c.name, c.expected, c.found
FROM personal_key AS k
LEFT JOIN log_entry AS b ON b.stream = k.owner AND b.version = 1
CROSS JOIN LATERAL (
    SELECT CASE WHEN EXISTS (
        SELECT FROM log_entry AS e
        WHERE e.stream = k.owner AND e.type IN ('AppealErased', 'DraftErased')
    ) THEN 'destroyed' ELSE 'kept' END AS fate
) AS f
CROSS JOIN LATERAL (VALUES
    ('owner', b.stream::text, k.owner::text),
    ('created_at', b.recorded_at::text, k.created_at::text),
    ('wrapped', f.fate, CASE WHEN k.wrapped IS NULL THEN 'destroyed' ELSE 'kept' END),
    ('destroyed_at', f.fate, CASE WHEN k.destroyed_at IS NULL THEN 'kept' ELSE 'destroyed' END)
) AS c(name, expected, found)
WHERE c.expected IS DISTINCT FROM c.found AND (c.name = 'owner' OR b.stream IS NOT NULL)

-- name: ownerless
-- Every personal item lies under a key, and none outlives it.
SELECT 'extra', 'personal_item', i.id::text, 'owner', NULL, i.owner::text
FROM personal_item AS i LEFT JOIN personal_key AS k ON k.owner = i.owner
WHERE k.wrapped IS NULL

-- name: items
-- Personal items by id, with their owners' keys.
SELECT i.id::text, i.owner::text, i.kind, i.ciphertext, i.created_at, k.wrapped
FROM personal_item AS i LEFT JOIN personal_key AS k ON k.owner = i.owner
WHERE i.id = ANY (%(ids)s::uuid[])

-- name: keys_destroyed
-- The owners whose key is destroyed, or who lost it with no trace.
SELECT owner::text FROM personal_key WHERE owner = ANY (%(owners)s::uuid[]) AND wrapped IS NULL

-- name: case_streams
-- The streams of one case: its appeal, the contact it came from, its orders.
SELECT a.id::text FROM case_number AS n JOIN appeal AS a ON a.id = n.appeal
WHERE n.number = %(number)s
UNION ALL
SELECT a.interaction_id::text FROM case_number AS n JOIN appeal AS a ON a.id = n.appeal
WHERE n.number = %(number)s
UNION ALL
SELECT o::text FROM case_number AS n JOIN appeal AS a ON a.id = n.appeal, unnest(a.orders) AS o
WHERE n.number = %(number)s

-- name: entries_of
-- The entries of some streams, by stream and version.
SELECT seq, id::text, stream::text, kind, version, type, data::text, at, recorded_at, actor,
       command::text, pack, history, district, prev, hash
FROM log_entry WHERE stream = ANY (%(streams)s::uuid[]) ORDER BY stream, version

-- name: last_pack
-- The pack that the newest entry was decided under.
SELECT pack FROM log_entry ORDER BY seq DESC LIMIT 1
