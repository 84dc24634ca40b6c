-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Appeals like another: near-copies by the bands of their signature, and those about the same matter
-- in the same area. What stands in braces is filled in by likeness.py; values are always bound.
--
-- Every way brings its newest few and no more, so that a text ten thousand people sent costs what any
-- other costs. That a band is given as the two ends of a span sees to it that its index is walked in
-- order, whatever is thought of how many rows it has. Ids carry their time: tables of months before
-- the window are not even opened. Rows are looked up one by one, LATERAL with OFFSET 0: a plan made
-- for any number of them reads whole tables.

-- name: candidates
WITH found AS (
    SELECT x.appeal
    FROM unnest(%(bands)s::integer[]) AS w(band) CROSS JOIN LATERAL (
        SELECT b.appeal FROM likeness_band AS b
        WHERE b.appeal >= %(first)s
          AND (b.band, b.appeal) >= (w.band, %(first)s) AND (b.band, b.appeal) <= (w.band, %(last)s)
        ORDER BY b.band DESC, b.appeal DESC LIMIT {most}
    ) AS x
    UNION
    SELECT y.id FROM (
        SELECT a.id FROM appeal AS a
        WHERE a.area = %(area)s AND a.matter = %(matter)s
          AND a.id >= %(first)s AND a.registered_at >= %(since)s
        ORDER BY a.registered_at DESC LIMIT {most}
    ) AS y
)
SELECT a.id, a.number, a.state, a.kind, a.matter, a.area, a.registered_at,
       coalesce(l.bands, '{}') AS bands, (a.words ->> 'id')::uuid AS words
FROM found AS f
CROSS JOIN LATERAL (
    SELECT a.* FROM appeal AS a WHERE a.id = f.appeal AND a.id >= %(first)s OFFSET 0
) AS a
LEFT JOIN LATERAL (
    SELECT l.bands FROM appeal_likeness AS l
    WHERE l.appeal = f.appeal AND l.appeal >= %(first)s OFFSET 0
) AS l ON true
WHERE a.registered_at >= %(since)s AND a.registered_at <= %(until)s AND a.erased_at IS NULL
  AND {not_accused} AND {open_to} AND {within_reach}
  AND a.id IS DISTINCT FROM %(besides)s

-- name: words
SELECT r.id, r.text
FROM unnest(%(items)s::uuid[]) AS f(id)
CROSS JOIN LATERAL (SELECT r.id, r.text FROM redacted_copy AS r WHERE r.id = f.id OFFSET 0) AS r

-- name: open_to_all
-- What somebody told in confidence, or against somebody, leads nobody else to them.
a.kind <> 'tip_off' AND NOT a.confidential

-- name: of_own_unit
EXISTS (
    SELECT FROM work_order AS o
    WHERE o.appeal_id = a.id
      AND (o.unit = ANY (%(units)s::text[]) OR o.copies && %(units)s::text[])
)

-- name: nearby
-- Counts for the public: nothing that complains of an office or a person, nothing told in confidence.
SELECT to_char(a.registered_at AT TIME ZONE %(zone)s, 'YYYY-MM') AS month, a.state, count(*) AS n
FROM appeal AS a
WHERE a.area = %(area)s AND a.matter = %(matter)s
  AND a.registered_at >= %(since)s AND a.registered_at < %(until)s
  AND a.kind <> 'tip_off' AND NOT a.confidential
  AND a.complained_unit IS NULL AND a.complained_officer IS NULL
  AND a.state <> ALL (%(uncounted)s::text[])
GROUP BY 1, 2

-- name: unsigned
-- Appeals without a signature and their redacted words, in the order of their ids.
SELECT a.id, r.text
FROM (
    SELECT a.id, (a.words ->> 'id')::uuid AS words FROM appeal AS a
    WHERE a.id > %(after)s AND a.erased_at IS NULL
      AND NOT EXISTS (SELECT FROM appeal_likeness AS l WHERE l.appeal = a.id)
    ORDER BY a.id LIMIT %(limit)s
) AS a
LEFT JOIN LATERAL (SELECT r.text FROM redacted_copy AS r WHERE r.id = a.words OFFSET 0) AS r ON true
ORDER BY a.id

-- name: sign
WITH signed AS (
    INSERT INTO appeal_likeness (appeal, bands)
    SELECT appeal, bands FROM jsonb_populate_recordset(NULL::appeal_likeness, %(likeness)s::jsonb)
    ON CONFLICT DO NOTHING
    RETURNING appeal, bands
), banded AS (
    INSERT INTO likeness_band (band, appeal)
    SELECT DISTINCT b.band, l.appeal FROM signed AS l, unnest(l.bands) AS b(band)
)
SELECT count(*) FROM signed

-- name: forget_all
TRUNCATE appeal_likeness, likeness_band

-- name: forget_erased
-- Whoever was erased while signatures were made keeps none.
WITH gone AS (
    DELETE FROM appeal_likeness AS l USING appeal AS a
    WHERE a.id = l.appeal AND a.erased_at IS NOT NULL
    RETURNING l.appeal, l.bands
)
DELETE FROM likeness_band AS b
USING (SELECT g.appeal, unnest(g.bands) AS band FROM gone AS g) AS l
WHERE b.band = l.band AND b.appeal = l.appeal
