-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- The outbox as the courier uses it. Entering a notice is part of the append.

-- name: lease
-- Takes owed notices for a while, counts the attempt, and reads the facts their texts may name.
WITH due AS MATERIALIZED (
    SELECT id FROM outbox
    WHERE wake_at <= %(now)s AND done_at IS NULL AND dead_at IS NULL
    ORDER BY wake_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
),
leased AS (
    UPDATE outbox AS o SET wake_at = %(until)s, attempts = o.attempts + 1
    FROM due WHERE o.id = due.id
    RETURNING o.id, o.stream, o.notice, o.created_at, o.attempts
)
SELECT l.id, l.notice, l.attempts, a.number, a.lead,
       (SELECT w.handling_due FROM work_order AS w
        WHERE w.id = ANY (a.orders) AND w.role IN ('lead', 'liaison') AND w.state <> 'cancelled'
        ORDER BY w.dispatched_at DESC LIMIT 1) AS due,
       a.id AS owner, i.id AS item, k.wrapped, i.ciphertext
FROM leased AS l
LEFT JOIN appeal AS a ON a.id = l.stream
LEFT JOIN personal_item AS i ON i.id = (a.contact ->> 'id')::uuid
LEFT JOIN personal_key AS k ON k.owner = a.id
ORDER BY l.created_at, l.id

-- name: done
UPDATE outbox SET done_at = %(now)s, dead_at = NULL, last_error = %(reason)s
WHERE id = %(id)s AND done_at IS NULL

-- name: again
-- Only for the attempt it was leased for: a courier whose lease ran out has no say any more.
UPDATE outbox SET wake_at = %(wake_at)s, last_error = %(error)s
WHERE id = %(id)s AND attempts = %(attempts)s AND done_at IS NULL AND dead_at IS NULL

-- name: bury
UPDATE outbox SET dead_at = %(now)s, last_error = %(error)s
WHERE id = %(id)s AND attempts = %(attempts)s AND done_at IS NULL AND dead_at IS NULL

-- name: is_overtaken
SELECT EXISTS (
    SELECT FROM outbox AS o JOIN outbox AS later USING (stream)
    WHERE o.id = %(id)s AND later.created_at > o.created_at
)

-- name: give_back
UPDATE outbox AS o SET wake_at = %(now)s, attempts = o.attempts - 1
FROM unnest(%(ids)s::uuid[], %(attempts)s::integer[]) AS r(id, attempts)
WHERE o.id = r.id AND o.attempts = r.attempts AND o.done_at IS NULL AND o.dead_at IS NULL

-- name: next_wake
SELECT min(wake_at) FROM outbox WHERE done_at IS NULL AND dead_at IS NULL

-- name: overview
SELECT count(*) AS waiting,
       count(*) FILTER (WHERE wake_at <= %(now)s) AS due,
       min(wake_at) FILTER (WHERE wake_at <= %(now)s) AS oldest_due,
       min(created_at) AS oldest_waiting,
       (SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL) AS dead
FROM outbox WHERE done_at IS NULL AND dead_at IS NULL

-- name: dead
SELECT o.id, o.notice, a.number, o.created_at, o.dead_at, o.attempts, o.last_error
FROM outbox AS o LEFT JOIN appeal AS a ON a.id = o.stream
WHERE o.dead_at IS NOT NULL
ORDER BY o.dead_at, o.id LIMIT %(limit)s

-- name: revive
-- Owes dead letters again, from the first attempt; without an id all of them.
UPDATE outbox SET dead_at = NULL, attempts = 0, wake_at = %(now)s, last_error = NULL
WHERE dead_at IS NOT NULL AND (%(id)s::uuid IS NULL OR id = %(id)s::uuid)
RETURNING id
