-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Lists by page. What stands in braces is filled in by lists.py from the few pieces named here; values
-- are always bound. Whoever an appeal complains of does not find it.
--
-- A page costs the same however much there is: its rows are picked along an index in the order shown,
-- and only then is looked up what else they show, row by row. LATERAL with OFFSET 0 says so, and the
-- number of rows stands in the text: a plan made for any number of them reads whole tables.

-- name: order_columns
o.id, o.appeal_id, a.number, o.unit, o.role, o.state, o.round, a.kind, o.matter, a.area, o.district,
t.text AS title, left(w.text, 200) AS words, a.confidential, o.messages, o.dispatched_at,
o.signing_due, o.contact_due, o.handling_due, o.signed_at, o.contacted_at, o.closed_at, o.on_time

-- name: order_table
work_order AS o

-- name: appeal_columns
a.id, a.number, a.state, a.kind, a.channel, a.matter, a.area, a.district, a.lead, t.text AS title,
left(w.text, 200) AS words, a.confidential, a.round, a.registered_at, a.dispatch_due, a.settled_at

-- name: appeal_table
appeal AS a

-- name: callback_columns
c.id, c.appeal_id, a.number, c.state, c.round, c.lead, c.kind, c.matter, c.area, t.text AS title,
left(w.text, 200) AS words, c.attempts, c.opened_at, c.asking_due, c.due_at, c.contacted, c.solved,
c.satisfied, c.ended_at

-- name: callback_table
callback AS c

-- name: texts
-- Redacted copies of title and words; gone where they were erased.
LEFT JOIN LATERAL (
    SELECT r.text FROM redacted_copy AS r WHERE r.id = (a.title ->> 'id')::uuid OFFSET 0
) AS t ON true
LEFT JOIN LATERAL (
    SELECT r.text FROM redacted_copy AS r WHERE r.id = (a.words ->> 'id')::uuid OFFSET 0
) AS w ON true

-- name: not_accused
(a.complained_unit IS NULL OR a.complained_unit <> ALL (%(units)s::text[]))
AND (a.complained_officer IS NULL OR a.complained_officer <> %(account)s)

-- name: its_appeal
-- The appeal of an order or a call-back.
CROSS JOIN LATERAL (SELECT a.* FROM appeal AS a WHERE a.id = {of}.appeal_id OFFSET 0) AS a

-- name: its_appeal_not_accused
(SELECT {not_accused} FROM appeal AS a WHERE a.id = {of}.appeal_id)

-- name: picked
-- One row more than the page shows whether there is another.
SELECT {of}.* FROM {table}
WHERE {condition} AND {beyond} AND {seen}
ORDER BY {key} {way}, {of}.id {way}
LIMIT {most}

-- name: picked_sorted
-- The same where no index has the order: whom an appeal complains of is only asked of the first.
SELECT {of}.*
FROM (
    SELECT {of}.* FROM {table}
    WHERE {condition} AND {beyond}
    ORDER BY {key} {way}, {of}.id {way} OFFSET 0
) AS {of}
WHERE {seen}
ORDER BY {key} {way}, {of}.id {way}
LIMIT {most}

-- name: picked_of_own
-- The same for the viewer's units: each along its own index, then the first of all of them.
SELECT {of}.*
FROM unnest(%(units)s::text[]) AS own(unit) CROSS JOIN LATERAL ({picked}) AS {of}
ORDER BY {key} {way}, {of}.id {way}
LIMIT {most}

-- name: page
SELECT {columns}
FROM ({picked}) AS {of} {appeal} {texts}
ORDER BY {key} {way}, {of}.id {way}

-- name: counted
-- A page beside the counts of all views: one statement, and a row even where the page is empty.
WITH page AS ({page}), counts AS ({counts})
SELECT c.counts, p.* FROM counts AS c LEFT JOIN page AS p ON true
ORDER BY p.{shown_key} {way}, p.id {way}

-- name: accusing
-- The appeals that complain of the viewer: few, and found without a look at the others.
SELECT a.id FROM appeal AS a WHERE a.complained_unit = ANY (%(units)s::text[])
UNION ALL
SELECT a.id FROM appeal AS a WHERE a.complained_officer = %(account)s

-- name: order_counts
-- What is open is counted as it is; what is done by the sums, for it only grows.
WITH accusing AS MATERIALIZED ({accusing})
SELECT json_build_object(
    'open', count(*),
    'new', count(*) FILTER (WHERE o.state = 'assigned'),
    'late', count(*) FILTER (WHERE o.handling_due <= %(now)s),
    'today', count(*) FILTER (WHERE o.handling_due > %(now)s AND o.handling_due <= %(tonight)s),
    'copies', (
        SELECT count(*) FROM work_order AS o
        WHERE o.copies && %(units)s::text[] AND o.closed_at IS NULL
          AND NOT EXISTS (SELECT FROM accusing AS x WHERE x.id = o.appeal_id)
    ),
    'done', (
        SELECT coalesce(sum(n), 0)::bigint FROM (
            SELECT n FROM tally
            WHERE scope = 'order.unit' AND period = 'all' AND key = ANY (%(units)s::text[])
              AND state IN ('reported', 'cancelled')
            UNION ALL
            SELECT n FROM tally_delta
            WHERE scope = 'order.unit' AND key = ANY (%(units)s::text[])
              AND state IN ('reported', 'cancelled')
        ) AS t
    )
) AS counts
FROM work_order AS o
WHERE o.unit = ANY (%(units)s::text[]) AND o.closed_at IS NULL
  AND NOT EXISTS (SELECT FROM accusing AS x WHERE x.id = o.appeal_id)

-- name: appeal_counts
-- What waits is counted as it is; what was registered on this day by the sums.
SELECT json_build_object(
    'waiting', count(*),
    'late', count(*) FILTER (WHERE a.dispatch_due <= %(now)s),
    'recent', (
        SELECT coalesce(sum(n), 0)::bigint FROM (
            SELECT n FROM tally WHERE scope = 'appeal.kind' AND period = %(day)s
            UNION ALL
            SELECT n FROM tally_delta WHERE scope = 'appeal.kind' AND day = %(day)s::date
        ) AS t
    )
) AS counts
FROM appeal AS a
WHERE a.state = 'registered' AND {not_accused}

-- name: found
-- A number may lie with the appeal, with its contact, or with both: the appeal comes once.
WITH owners AS (SELECT DISTINCT owner FROM blind_index WHERE token = ANY (%(tokens)s::bytea[]))
SELECT {columns}
FROM (
    SELECT b.owner AS id FROM owners AS b
    UNION
    SELECT a.id FROM owners AS b CROSS JOIN LATERAL (
        SELECT a.id FROM appeal AS a WHERE a.interaction_id = b.owner OFFSET 0
    ) AS a
) AS f
CROSS JOIN LATERAL (SELECT a.* FROM appeal AS a WHERE a.id = f.id OFFSET 0) AS a {texts}
WHERE {not_accused}
ORDER BY a.registered_at DESC, a.id DESC LIMIT %(limit)s

-- name: of_contact
SELECT {columns}
FROM appeal AS a {texts}
WHERE a.interaction_id = %(interaction)s AND {not_accused}
ORDER BY a.registered_at, a.id

-- name: rows
SELECT {columns}
FROM appeal AS a {texts}
WHERE a.id = ANY (%(appeals)s::uuid[]) AND {not_accused}
ORDER BY a.registered_at DESC, a.id DESC
