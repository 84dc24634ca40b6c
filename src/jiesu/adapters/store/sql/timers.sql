-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- The timer table as the sweeper uses it. Setting and clearing timers is part of the append.

-- name: claim
-- Locks due timers and the rows their firing will change, never waiting: a sweeper waits for nobody,
-- and nobody who holds a row waits for a sweeper that wants it, so there is no deadlock. A timer whose
-- rows are locked is left out; one whose rows do not exist is handed out to be removed.
-- The limit stands in the text: as a parameter it would be planned as a tenth of all timers, and then
-- whole tables are read for every batch.
WITH due AS MATERIALIZED (
    SELECT stream, kind, name, due_at, attempts
    FROM timer
    WHERE wake_at <= %(now)s
    ORDER BY wake_at
    LIMIT {limit}
    FOR UPDATE SKIP LOCKED
),
orders AS MATERIALIZED (
    SELECT id, appeal_id FROM work_order
    WHERE id IN (SELECT stream FROM due WHERE kind = 'order')
    FOR NO KEY UPDATE SKIP LOCKED
),
callbacks AS MATERIALIZED (
    SELECT id, appeal_id FROM callback
    WHERE id IN (SELECT stream FROM due WHERE kind = 'callback')
    FOR NO KEY UPDATE SKIP LOCKED
),
appeals AS MATERIALIZED (
    SELECT id FROM appeal
    WHERE id IN (SELECT appeal_id FROM orders UNION SELECT appeal_id FROM callbacks
                 UNION SELECT stream FROM due WHERE kind = 'appeal')
    FOR NO KEY UPDATE SKIP LOCKED
),
contacts AS MATERIALIZED (
    SELECT id FROM interaction
    WHERE id IN (SELECT stream FROM due WHERE kind = 'interaction')
    FOR NO KEY UPDATE SKIP LOCKED
)
SELECT d.stream, d.kind, d.name, d.due_at, d.attempts,
       coalesce(o.appeal_id, k.appeal_id, d.stream) AS case_id
FROM due AS d
LEFT JOIN orders AS o ON o.id = d.stream
LEFT JOIN callbacks AS k ON k.id = d.stream
LEFT JOIN appeals AS a ON a.id = coalesce(o.appeal_id, k.appeal_id, d.stream)
LEFT JOIN contacts AS c ON c.id = d.stream
WHERE CASE d.kind
    WHEN 'order' THEN a.id IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM work_order AS w WHERE w.id = d.stream)
    WHEN 'callback' THEN a.id IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM callback AS w WHERE w.id = d.stream)
    WHEN 'appeal' THEN a.id IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM appeal AS w WHERE w.id = d.stream)
    WHEN 'interaction' THEN c.id IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM interaction AS w WHERE w.id = d.stream)
    ELSE true
END

-- name: settle
DELETE FROM timer AS t
USING unnest(%(streams)s::uuid[], %(names)s::text[]) AS r(stream, name)
WHERE t.stream = r.stream AND t.name = r.name

-- name: reschedule
UPDATE timer SET due_at = %(due_at)s, wake_at = %(due_at)s
WHERE stream = %(stream)s AND name = %(name)s

-- name: back_off
UPDATE timer SET attempts = attempts + 1, wake_at = %(wake_at)s, last_error = %(error)s
WHERE stream = %(stream)s AND name = %(name)s

-- name: next_wake
SELECT min(wake_at) FROM timer

-- name: overview
-- How many run (the planner's estimate, so that millions cost nothing), are due, and fail.
SELECT greatest((SELECT reltuples FROM pg_class WHERE oid = 'timer'::regclass), 0)::bigint AS about,
       count(*) AS due,
       min(wake_at) AS oldest_due,
       (SELECT count(*) FROM timer WHERE attempts > 0) AS failing
FROM timer WHERE wake_at <= %(now)s

-- name: failing
SELECT stream, kind, name, due_at, wake_at, attempts, last_error
FROM timer WHERE attempts >= %(attempts)s
ORDER BY attempts DESC, wake_at LIMIT %(limit)s
