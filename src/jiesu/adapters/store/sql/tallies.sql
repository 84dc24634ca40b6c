-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Counts that are always right: sums, and what has not been summed up yet.

-- name: one_at_a_time
-- Whoever sums up does it alone; somebody else at it is reason enough to leave it.
SELECT pg_try_advisory_xact_lock(7353)

-- name: sum_up
-- Moves up to a number of changes into the sums by day, by month and altogether.
WITH taken AS (
    DELETE FROM tally_delta
    WHERE id IN (SELECT id FROM tally_delta ORDER BY id LIMIT %(limit)s)
    RETURNING scope, day, key, state, n
),
moved AS (
    SELECT scope, period, key, state, sum(n) AS n
    FROM taken CROSS JOIN LATERAL (
        VALUES (to_char(day, 'YYYY-MM-DD')), (to_char(day, 'YYYY-MM')), ('all')
    ) AS p(period)
    GROUP BY scope, period, key, state
    HAVING sum(n) <> 0
),
summed AS (
    INSERT INTO tally (scope, period, key, state, n)
    SELECT scope, period, key, state, n FROM moved
    ON CONFLICT (scope, period, key, state) DO UPDATE SET n = tally.n + EXCLUDED.n
    RETURNING 1
)
SELECT (SELECT count(*) FROM taken), (SELECT count(*) FROM summed)

-- name: counts
-- The counts of a scope in a period, by key and state; of one key if it is given.
SELECT key, state, sum(n)::bigint
FROM (
    SELECT key, state, n FROM tally WHERE scope = %(scope)s AND period = %(period)s
    UNION ALL
    SELECT key, state, n FROM tally_delta
    WHERE scope = %(scope)s
      AND (%(period)s = 'all' OR to_char(day, 'YYYY-MM-DD') LIKE %(period)s || '%%')
) AS t
WHERE %(key)s::text IS NULL OR key = %(key)s
GROUP BY key, state HAVING sum(n) <> 0

-- name: counts_over
-- The counts of a scope over local days, by key and state; whole months are taken as such.
SELECT key, state, sum(n)::bigint
FROM (
    SELECT key, state, n FROM tally WHERE scope = %(scope)s AND period = ANY (%(periods)s)
    UNION ALL
    SELECT key, state, n FROM tally_delta
    WHERE scope = %(scope)s AND day >= %(since)s AND day < %(until)s
) AS t
GROUP BY key, state HAVING sum(n) <> 0
