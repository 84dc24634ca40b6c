-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Conservation of one local day, counted over rows and over the log; see application/audit.py.

-- name: placed_by_rows
-- Where each contact of the day, or each appeal it became, is, by the rows.
SELECT 'interaction' AS kind, i.id,
       CASE WHEN i.state = 'draft' AND cardinality(i.appeals) = 0 THEN 'draft'
            WHEN i.state = 'ended' AND cardinality(i.appeals) = 0
                 AND i.ended_reason IS NOT NULL THEN 'ended'
            ELSE 'unexplained' END AS place
FROM interaction AS i
WHERE i.opened_at >= %(since)s AND i.opened_at < %(until)s
  AND NOT (i.state = 'taken_up' AND cardinality(i.appeals) > 0)
UNION ALL
SELECT 'appeal', named.id,
       CASE a.state WHEN 'registered' THEN 'waiting' WHEN 'answered' THEN 'answered'
                    WHEN 'routed' THEN 'routed' WHEN 'dispatched' THEN 'dispatched'
                    WHEN 'handled' THEN 'handled' WHEN 'withdrawn' THEN 'withdrawn'
                    WHEN 'closed' THEN 'closed'
                    ELSE 'unexplained' END
FROM interaction AS i CROSS JOIN unnest(i.appeals) AS named(id)
LEFT JOIN appeal AS a ON a.id = named.id AND a.interaction_id = i.id
WHERE i.opened_at >= %(since)s AND i.opened_at < %(until)s AND i.state = 'taken_up'

-- name: opened_by_log
-- The contacts of the day by the log, with what was said of them. An entry's id is never older
-- than what it tells, so partitions of earlier months are left alone.
SELECT o.stream AS id, bool_or(e.type = 'InteractionEnded') AS ended,
       coalesce(array_agg((e.data ->> 'appeal_id')::uuid ORDER BY e.version)
                FILTER (WHERE e.type = 'InteractionTakenUp'), '{}') AS appeals
FROM log_entry AS o JOIN log_entry AS e ON e.stream = o.stream
WHERE o.type = 'InteractionOpened' AND o.at >= %(since)s AND o.at < %(until)s
  AND o.id >= jiesu_id_floor(%(since)s)
GROUP BY o.stream

-- name: placed_by_log
-- Where each contact of the day, or each appeal it became, is, by the last decisive event. A
-- withdrawal that was undone decides nothing; what an undone step led back to is read off the step.
SELECT 'interaction' AS kind, o.id, CASE WHEN o.ended THEN 'ended' ELSE 'draft' END AS place
FROM opened_by_log AS o WHERE o.appeals = '{}'
UNION ALL
SELECT 'appeal', named.id,
       coalesce((SELECT CASE e.type
                     WHEN 'AppealRegistered' THEN 'waiting' WHEN 'AppealReopened' THEN 'waiting'
                     WHEN 'AppealAnswered' THEN 'answered' WHEN 'AppealRouted' THEN 'routed'
                     WHEN 'AppealDispatched' THEN 'dispatched'
                     WHEN 'AppealSentBack' THEN 'dispatched'
                     WHEN 'AppealHandled' THEN 'handled' WHEN 'AppealClosed' THEN 'closed'
                     WHEN 'AppealWithdrawn' THEN 'withdrawn'
                     WHEN 'StepUndone' THEN
                         CASE e.data ->> 'step' WHEN 'verdict' THEN 'handled' ELSE 'waiting' END
                 END
                 FROM log_entry AS e
                 WHERE e.stream = named.id AND CASE e.type
                     WHEN 'AppealWithdrawn' THEN NOT EXISTS (
                         SELECT FROM log_entry AS u
                         WHERE u.stream = e.stream AND u.version > e.version
                           AND u.type = 'StepUndone' AND u.data ->> 'step' = 'withdrawal')
                     WHEN 'StepUndone' THEN e.data ->> 'step' <> 'withdrawal'
                     WHEN 'AppealReopened' THEN e.data ->> 'dispatch_due' IS NOT NULL
                     ELSE e.type IN ('AppealRegistered', 'AppealAnswered', 'AppealRouted',
                                     'AppealDispatched', 'AppealSentBack', 'AppealHandled',
                                     'AppealClosed')
                 END
                 ORDER BY e.version DESC LIMIT 1), 'unexplained')
FROM opened_by_log AS o CROSS JOIN unnest(o.appeals) AS named(id)

-- name: count_rows
-- Contacts, further appeals, and how many are where, by the rows.
WITH placed AS ({placed_by_rows})
SELECT (SELECT count(*) FROM interaction
        WHERE opened_at >= %(since)s AND opened_at < %(until)s),
       (SELECT coalesce(sum(greatest(cardinality(appeals) - 1, 0)), 0)::bigint FROM interaction
        WHERE opened_at >= %(since)s AND opened_at < %(until)s),
       (SELECT jsonb_object_agg(p.place, p.number)
        FROM (SELECT place, count(*) AS number FROM placed GROUP BY place) AS p)

-- name: count_log
-- Contacts, further appeals, and how many are where, by the log.
WITH opened_by_log AS ({opened_by_log}), placed AS ({placed_by_log})
SELECT (SELECT count(*) FROM opened_by_log),
       (SELECT coalesce(sum(greatest(cardinality(appeals) - 1, 0)), 0)::bigint FROM opened_by_log),
       (SELECT jsonb_object_agg(p.place, p.number)
        FROM (SELECT place, count(*) AS number FROM placed GROUP BY place) AS p)

-- name: disagreeing
-- Contacts and appeals that rows and log put in different places.
WITH opened_by_log AS ({opened_by_log}),
     by_rows AS ({placed_by_rows}),
     by_log AS ({placed_by_log})
SELECT DISTINCT 'disagreeing', coalesce(r.kind, l.kind), coalesce(r.id, l.id)::text
FROM by_rows AS r FULL JOIN by_log AS l ON l.id = r.id AND l.kind = r.kind
WHERE r.place IS DISTINCT FROM l.place

-- name: unexplained
-- Contacts and appeals of which nothing says where they are.
SELECT 'unexplained', p.kind, p.id::text FROM ({placed_by_rows}) AS p WHERE p.place = 'unexplained'

-- name: ownerless
-- Contacts without an owner; appeals handed out without a lead or an order.
SELECT 'ownerless', 'interaction', i.id::text
FROM interaction AS i
WHERE i.opened_at >= %(since)s AND i.opened_at < %(until)s AND i.owner = ''
UNION
SELECT 'ownerless', 'appeal', a.id::text
FROM interaction AS i JOIN appeal AS a ON a.id = ANY (i.appeals) AND a.interaction_id = i.id
WHERE i.opened_at >= %(since)s AND i.opened_at < %(until)s
  AND a.state IN ('dispatched', 'handled', 'closed') AND (a.lead IS NULL OR cardinality(a.orders) = 0)

-- name: unclocked
-- Contacts that were neither timed as a draft nor registered in the instant they were opened.
SELECT 'unclocked', 'interaction', i.id::text
FROM interaction AS i
WHERE i.opened_at >= %(since)s AND i.opened_at < %(until)s AND i.draft_due IS NULL
  AND NOT EXISTS (
      SELECT FROM appeal AS a
      WHERE a.id = ANY (i.appeals) AND a.interaction_id = i.id AND a.registered_at = i.opened_at
  )

-- name: untimed
-- What waits without a timer, of the contacts of the day; imported history is not timed.
WITH contact AS (
    SELECT * FROM interaction WHERE opened_at >= %(since)s AND opened_at < %(until)s
),
own AS (
    SELECT a.* FROM contact AS c JOIN appeal AS a ON a.id = ANY (c.appeals)
),
running AS (
    SELECT 'interaction' AS kind, id, 'draft' AS name FROM contact
    WHERE state = 'draft' AND draft_due IS NOT NULL AND 'draft' <> ALL (expired)
    UNION ALL
    SELECT 'appeal', id, 'dispatch' FROM own
    WHERE state = 'registered' AND 'dispatch' <> ALL (expired)
    UNION ALL
    SELECT 'appeal', id, 'callback' FROM own
    WHERE state IN ('dispatched', 'handled') AND callback_due IS NOT NULL
      AND asked_round < round AND erased_at IS NULL
    UNION ALL
    SELECT 'callback', c.id, 'asking'
    FROM own JOIN callback AS c ON c.id = ANY (own.callbacks)
    WHERE c.state = 'open' AND 'asking' <> ALL (c.expired)
    UNION ALL
    SELECT 'order', w.id, clock.name
    FROM own JOIN work_order AS w ON w.id = ANY (own.orders)
    CROSS JOIN LATERAL (VALUES
        ('signing', w.signed_at IS NULL),
        ('first_contact', w.contacted_at IS NULL),
        ('handling', true)
    ) AS clock(name, runs)
    WHERE w.state NOT IN ('reported', 'cancelled') AND clock.runs AND clock.name <> ALL (w.expired)
)
SELECT DISTINCT 'untimed', r.kind, r.id::text
FROM running AS r
WHERE NOT EXISTS (SELECT FROM timer AS t WHERE t.stream = r.id AND t.name = r.name)
  AND NOT EXISTS (SELECT FROM log_entry AS e
                  WHERE e.stream = r.id AND e.version = 1 AND e.history)
