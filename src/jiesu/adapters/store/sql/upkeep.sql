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
-- Open orders of units that have ended, in the order of their ids; the index of open orders by unit
-- leads to them, and in most cities on most days there are none.
SELECT id, appeal_id, unit, version FROM work_order
WHERE closed_at IS NULL AND unit = ANY (%(units)s) AND id > %(after)s
ORDER BY id LIMIT %(limit)s

-- name: orphans_by_unit
SELECT unit, count(*) FROM work_order
WHERE closed_at IS NULL AND unit = ANY (%(units)s)
GROUP BY unit ORDER BY unit
