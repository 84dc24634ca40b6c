-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Rows for benches of lists and counts, shaped like real ones and written past the gate: there is no
-- log, no key and no contact behind them. Never in a city that anybody uses.
--
-- Three years of appeals, evenly. The newest wait for dispatch, then come open orders, then those
-- being asked about; the rest is over. One unit is looked at closely: however large the city, it
-- has as much open work, and one in fifty of all that is done.

-- name: partitions
SELECT jiesu_ensure_partitions((%(now)s::timestamptz - interval '36 months')::date, 37)

-- name: stage
-- One line for each appeal: when, where it stands, whose it is, and the ids of its rows.
CREATE UNLOGGED TABLE bench_case AS
WITH sizes AS (
    SELECT %(count)s::bigint AS whole, least(300, %(count)s::bigint / 20) AS few,
           least(greatest(%(count)s::bigint / 50, 2000), %(count)s::bigint / 5) AS open,
           least(greatest(%(count)s::bigint / 300, 300), %(count)s::bigint / 20) AS asked
),
numbered AS (
    SELECT n, whole - n AS rank, few, open, asked, md5('bench' || n) AS h,
           %(now)s::timestamptz - interval '1080 days' * ((whole - n + 0.5) / whole) AS at
    FROM sizes, generate_series(1, whole) AS n
),
placed AS (
    SELECT *, lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' AS head,
           CASE WHEN rank < few THEN 'registered'
                WHEN rank < few + open THEN 'dispatched'
                WHEN rank < few + open + asked THEN 'handled'
                WHEN n %% 100 < 80 THEN 'closed'
                WHEN n %% 100 < 92 THEN 'answered'
                WHEN n %% 100 < 95 THEN 'routed'
                ELSE 'withdrawn' END AS state
    FROM numbered
)
SELECT n, rank, at, state, h,
       (head || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid AS appeal,
       (head || substr(h, 1, 3) || '9' || substr(h, 4, 15))::uuid AS work_order,
       (head || substr(h, 1, 3) || 'a' || substr(h, 4, 15))::uuid AS callback,
       (head || substr(h, 1, 3) || 'b' || substr(h, 4, 15))::uuid AS words,
       (head || substr(h, 4, 3) || '8' || substr(h, 7, 15))::uuid AS title,
       CASE WHEN state IN ('registered', 'answered', 'routed') THEN NULL
            WHEN state = 'dispatched' AND rank < few + few THEN %(unit)s
            WHEN state <> 'dispatched' AND n %% 50 = 0 THEN %(unit)s
            ELSE 'bench-unit-' || n %% 400 END AS lead,
       CASE WHEN state = 'dispatched' AND rank >= few + few AND rank < few + few + few
            THEN ARRAY[%(unit)s::text] ELSE '{}' END AS copies,
       'bench-matter-' || n %% 300 AS matter, 'bench-area-' || n %% 350 AS area,
       'bench-district-' || n %% 17 AS district,
       CASE WHEN n %% 3 = 0 THEN 'inquiry' WHEN n %% 3 = 1 THEN 'complaint' ELSE 'help' END AS kind,
       %(now)s::timestamptz + interval '1 hour' * (rank * 7919 %% 480 - 120) AS soon
FROM placed

-- name: appeals
INSERT INTO appeal (id, version, head, head_at, state, revision, number, interaction_id, kind, channel,
                    registered_at, words, dispatch_due, title, capacity, confidential, organisation,
                    matter, area, district, lead, orders, round, asked, asked_round, callbacks,
                    additions, settled_at, closed_at, expired)
SELECT appeal, 3, h || h, at, state, 3, to_char(at, 'YYMMDD') || lpad(n::text, 7, '0') || '00', words,
       kind, 'phone', at,
       jsonb_build_object('id', words, 'kind', 'words', 'digest', h || h, 'length', 60),
       CASE WHEN state = 'registered' THEN soon ELSE at + interval '1 day' END,
       jsonb_build_object('id', title, 'kind', 'title', 'digest', h || h, 'length', 12),
       'person', false, false, matter, area, district, lead,
       CASE WHEN lead IS NULL THEN '{}' ELSE ARRAY[work_order] END, 1, state = 'closed', 1,
       CASE WHEN state IN ('handled', 'closed') THEN ARRAY[callback] ELSE '{}' END, 0,
       CASE WHEN state = 'registered' THEN NULL ELSE at + interval '1 hour' END,
       CASE WHEN state = 'closed' THEN at + interval '20 days' END, '{}'
FROM bench_case ORDER BY n

-- name: orders
INSERT INTO work_order (id, version, head, head_at, state, appeal_id, role, unit, route, automatic,
                        limit_class, dispatched_at, signing_due, contact_due, handling_due,
                        due_assumed, copies, district, matter, signed_at, contacted_at, on_time,
                        closed_at, round, messages, expired)
SELECT work_order, 4, h || h, at, step, appeal, 'lead', lead, 'duty', true, 'normal',
       at + interval '1 hour', at + interval '3 hours', at + interval '1 day',
       CASE WHEN state = 'dispatched' THEN soon ELSE at + interval '15 days' END,
       false, copies, district, matter,
       CASE WHEN step <> 'assigned' THEN at + interval '2 hours' END,
       CASE WHEN step IN ('contacted', 'reported') THEN at + interval '9 hours' END,
       CASE WHEN state <> 'dispatched' THEN n %% 20 <> 0 END,
       CASE WHEN state <> 'dispatched' THEN at + interval '1 hour' * (30 + n %% 300) END, 1, n %% 3, '{}'
FROM (SELECT *, CASE WHEN state = 'withdrawn' THEN 'cancelled' WHEN state <> 'dispatched' THEN 'reported'
                     WHEN n %% 3 = 0 THEN 'assigned' WHEN n %% 3 = 1 THEN 'signed'
                     ELSE 'contacted' END AS step
      FROM bench_case WHERE lead IS NOT NULL) AS c
ORDER BY n

-- name: callbacks
INSERT INTO callback (id, version, head, head_at, state, appeal_id, round, trigger, lead, kind,
                      registered_at, dispatched_at, due_at, opened_at, asking_due, helpers, copies,
                      district, matter, area, attempts, via, contacted, solved, satisfied, ended_at,
                      expired)
SELECT callback, 2, h || h, at, step, appeal, 1, 'all_reported', lead, kind, at, at + interval '1 hour',
       at + interval '15 days', at + interval '15 days',
       CASE WHEN step = 'open' THEN soon ELSE at + interval '18 days' END, '{}', '{}', district,
       matter, area, n %% 3, CASE WHEN step = 'answered' THEN 'phone' END,
       CASE WHEN step = 'answered' THEN true END, CASE WHEN step = 'answered' THEN 'solved' END,
       CASE WHEN step = 'answered' THEN 'satisfied' END,
       CASE WHEN step <> 'open' THEN at + interval '16 days' END, '{}'
FROM (SELECT *, CASE WHEN state = 'handled' THEN 'open' WHEN n %% 5 = 0 THEN 'given_up'
                     ELSE 'answered' END AS step
      FROM bench_case WHERE state IN ('handled', 'closed')) AS c
ORDER BY n

-- name: texts
INSERT INTO redacted_copy (id, owner, kind, text)
SELECT words, appeal, 'words',
       CASE WHEN n %% 20 = 0 AND %(many)s <> '' THEN %(many)s
            ELSE '第' || n || '号：' || repeat('家门口这件事已经说过几次，一直没有人来看。', 3) END
FROM bench_case
UNION ALL
SELECT title, appeal, 'title', '请处理第' || n || '号' FROM bench_case

-- name: signatures
-- One in twenty is a copy of one text; the others look as if they were like none.
INSERT INTO appeal_likeness (appeal, bands)
SELECT appeal, CASE WHEN n %% 20 = 0 THEN %(bands)s::integer[] ELSE (
           SELECT array_agg(('x' || substr(md5(h || i), 1, 8))::bit(32)::integer)
           FROM generate_series(1, 8) AS i
       ) END
FROM bench_case ORDER BY n

-- name: bands
INSERT INTO likeness_band (band, appeal)
SELECT DISTINCT b.band, l.appeal FROM appeal_likeness AS l, unnest(l.bands) AS b(band)

-- name: settle_signatures
VACUUM ANALYZE appeal_likeness, likeness_band

-- name: tallies
INSERT INTO tally (scope, period, key, state, n)
SELECT m.scope, p.period, m.key, m.state, count(*)
FROM bench_case AS c
CROSS JOIN LATERAL (VALUES
    ('appeal.lead', coalesce(c.lead, '-'), c.state), ('appeal.matter', c.matter, c.state),
    ('appeal.district', c.district, c.state), ('appeal.kind', c.kind, c.state),
    ('order.unit', c.lead, CASE c.state WHEN 'dispatched' THEN 'signed' ELSE 'reported' END)
) AS m(scope, key, state)
CROSS JOIN LATERAL (VALUES
    (to_char(c.at, 'YYYY-MM-DD')), (to_char(c.at, 'YYYY-MM')), ('all')
) AS p(period)
WHERE m.key IS NOT NULL
GROUP BY m.scope, p.period, m.key, m.state
ON CONFLICT (scope, period, key, state) DO UPDATE SET n = tally.n + EXCLUDED.n

-- name: deltas
-- What the last seconds brought and nobody has summed up yet.
INSERT INTO tally_delta (scope, day, key, state, n)
SELECT m.scope, c.at::date, m.key, c.state, 1
FROM (SELECT * FROM bench_case ORDER BY rank LIMIT 200) AS c
CROSS JOIN LATERAL (VALUES
    ('appeal.lead', coalesce(c.lead, '-')), ('appeal.matter', c.matter),
    ('appeal.district', c.district), ('appeal.kind', c.kind)
) AS m(scope, key)

-- name: counted
-- What counting costs without sums kept.
SELECT {by}, state, count(*) FROM appeal GROUP BY {by}, state

-- name: unstage
DROP TABLE bench_case

-- name: settle_tables
VACUUM ANALYZE appeal, work_order, callback, redacted_copy, tally, tally_delta
