-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- What the worker does once a day.

-- name: one_at_a_time
-- Two workers making the same table at once would fail each other.
SELECT pg_advisory_xact_lock(7352)

-- name: patience
-- A new partition locks its parents for an instant; behind a long reader every command would queue.
SELECT set_config('lock_timeout', %(patience)s, true)

-- name: ensure_partitions
SELECT jiesu_ensure_partitions(%(month)s, 1)

-- name: gather_statistics
-- Plans rest on how large tables are; after a great deal was written at once, look again.
ANALYZE

-- name: orphans
-- Open orders of units that have ended, and of units that have taken the place of one complained of,
-- in the order of their ids. The indexes of open orders by unit and of appeals by the unit complained
-- of lead to them; on most days there are none.
{orphans} ORDER BY id LIMIT %(limit)s

-- name: orphans_by_unit
SELECT unit, count(*) FROM ({orphans}) AS o GROUP BY unit ORDER BY unit

-- name: all_orphans
SELECT id, appeal_id, unit, version FROM work_order
WHERE closed_at IS NULL AND unit = ANY (%(ended)s) AND id > %(after)s
UNION
SELECT o.id, o.appeal_id, o.unit, o.version
FROM unnest(%(ended)s::text[], %(heirs)s::text[]) AS r(ended, heir)
JOIN appeal AS a ON a.complained_unit = r.ended
JOIN work_order AS o ON o.appeal_id = a.id AND o.unit = r.heir
WHERE o.closed_at IS NULL AND o.id > %(after)s
