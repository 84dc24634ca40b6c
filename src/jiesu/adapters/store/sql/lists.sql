-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Lists by page. {from} to {order} are filled in by lists.py from the few pieces named here; values
-- are always bound. Whoever an appeal complains of does not find it.

-- name: order_columns
o.id, o.appeal_id, a.number, o.unit, o.role, o.state, o.round, a.kind, o.matter, a.area, o.district,
t.text AS title, left(w.text, 200) AS words, a.confidential, o.messages, o.dispatched_at,
o.signing_due, o.contact_due, o.handling_due, o.signed_at, o.contacted_at, o.closed_at, o.on_time

-- name: order_tables
work_order AS o JOIN appeal AS a ON a.id = o.appeal_id

-- name: appeal_columns
a.id, a.number, a.state, a.kind, a.channel, a.matter, a.area, a.district, a.lead, t.text AS title,
left(w.text, 200) AS words, a.confidential, a.round, a.registered_at, a.dispatch_due, a.settled_at

-- name: appeal_tables
appeal AS a

-- name: callback_columns
c.id, c.appeal_id, a.number, c.state, c.round, c.lead, c.kind, c.matter, c.area, t.text AS title,
left(w.text, 200) AS words, c.attempts, c.opened_at, c.asking_due, c.due_at, c.contacted, c.solved,
c.satisfied, c.ended_at

-- name: callback_tables
callback AS c JOIN appeal AS a ON a.id = c.appeal_id

-- name: texts
-- Redacted copies of title and words; gone where they were erased.
LEFT JOIN redacted_copy AS t ON t.id = (a.title ->> 'id')::uuid
LEFT JOIN redacted_copy AS w ON w.id = (a.words ->> 'id')::uuid

-- name: not_accused
(a.complained_unit IS NULL OR a.complained_unit <> ALL (%(units)s::text[]))
AND (a.complained_officer IS NULL OR a.complained_officer <> %(account)s)

-- name: page
-- One row more than the page shows whether there is another.
SELECT {columns}
FROM {tables} {texts}
WHERE {condition} AND {not_accused} AND {beyond}
ORDER BY {key} {way}, {id} {way}
LIMIT %(limit)s

-- name: counted
-- A page beside the counts of all views: one statement, and a row even where the page is empty.
WITH page AS ({page}), counts AS ({counts})
SELECT c.counts, p.* FROM counts AS c LEFT JOIN page AS p ON true
ORDER BY p.{key} {way}, p.id {way}

-- name: order_counts
-- What is open is counted as it is; what is done by the sums, for it only grows.
SELECT json_build_object(
    'open', count(*),
    'new', count(*) FILTER (WHERE o.state = 'assigned'),
    'late', count(*) FILTER (WHERE o.handling_due <= %(now)s),
    'today', count(*) FILTER (WHERE o.handling_due > %(now)s AND o.handling_due <= %(tonight)s),
    'copies', (
        SELECT count(*) FROM work_order AS o JOIN appeal AS a ON a.id = o.appeal_id
        WHERE o.copies && %(units)s::text[] AND o.closed_at IS NULL AND {not_accused}
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
FROM work_order AS o JOIN appeal AS a ON a.id = o.appeal_id
WHERE o.unit = ANY (%(units)s::text[]) AND o.closed_at IS NULL AND {not_accused}

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
    SELECT a.id FROM owners AS b JOIN appeal AS a ON a.id = b.owner
    UNION
    SELECT a.id FROM owners AS b JOIN appeal AS a ON a.interaction_id = b.owner
) AS f
JOIN appeal AS a ON a.id = f.id {texts}
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
