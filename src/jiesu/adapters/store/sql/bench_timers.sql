-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- What the benchmark of timers needs beside the sweeper's own statements.

-- name: fill
-- Timers of streams that do not exist, one microsecond apart from an instant on.
INSERT INTO timer (stream, kind, name, due_at, wake_at)
SELECT md5(%(label)s || n)::uuid, 'none', 'bench', moment, moment
FROM (SELECT n, %(start)s::timestamptz + n * interval '1 microsecond' AS moment
      FROM generate_series(1, %(count)s::bigint) AS n) AS series

-- name: settle_tables
VACUUM ANALYZE timer, work_order, appeal

-- name: claim_and_delete
-- The ceiling: what taking and removing the same number of timers costs if nothing is decided.
WITH due AS MATERIALIZED (
    SELECT stream, name FROM timer
    WHERE wake_at <= %(now)s ORDER BY wake_at LIMIT {limit}
    FOR UPDATE SKIP LOCKED
)
DELETE FROM timer AS t USING due WHERE t.stream = due.stream AND t.name = due.name
