-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Reading cases for a decision.

-- name: order
WHEN 'order' THEN (SELECT o.appeal_id FROM work_order AS o WHERE o.id = w.id)

-- name: callback
WHEN 'callback' THEN (SELECT c.appeal_id FROM callback AS c WHERE c.id = w.id)

-- name: load_cases
-- One row for each wanted stream: its appeal, contact, orders, call-backs and keys. A contact and a
-- membership are loaded alone. Rows come as JSON text, which is read straight into the states. Whom
-- the contact's appeals complain of is looked up where those are not just the one loaded. LATERAL
-- with OFFSET 0 looks rows up one by one: a plan made for any number of them reads whole tables. In
-- braces stand the two ways to an appeal above, where such streams are wanted: every month's table in
-- a plan costs, even if it is not read.
WITH wanted AS (
    SELECT w.kind, w.id,
           CASE w.kind WHEN 'appeal' THEN w.id {their_appeals} END AS appeal_id
    FROM jsonb_to_recordset(%(wanted)s::jsonb) AS w(kind text, id uuid)
),
found AS (
    SELECT w.kind, w.id, own.a AS appeal, (own.a).orders AS order_ids,
           (own.a).callbacks AS callback_ids, (own.a).id AS appeal_id,
           CASE w.kind WHEN 'interaction' THEN w.id ELSE (own.a).interaction_id END AS interaction_id
    FROM wanted AS w
    LEFT JOIN LATERAL (SELECT a FROM appeal AS a WHERE a.id = w.appeal_id OFFSET 0) AS own ON true
)
SELECT f.kind, f.id,
       CASE WHEN f.appeal_id IS NOT NULL THEN row_to_json(f.appeal)::text END AS appeal,
       row_to_json(contact.i)::text AS interaction,
       (SELECT json_agg(row_to_json(o) ORDER BY array_position(f.order_ids, o.id))::text
        FROM work_order AS o WHERE o.id = ANY (f.order_ids)) AS orders,
       CASE WHEN cardinality(f.callback_ids) > 0 THEN
           (SELECT json_agg(row_to_json(c) ORDER BY array_position(f.callback_ids, c.id))::text
            FROM callback AS c WHERE c.id = ANY (f.callback_ids)) END AS callbacks,
       CASE f.kind WHEN 'membership' THEN
           (SELECT row_to_json(m)::text FROM membership AS m WHERE m.id = f.id) END AS membership,
       (SELECT json_object_agg(k.owner, encode(k.wrapped, 'hex'))::text
        FROM personal_key AS k WHERE k.owner IN (f.appeal_id, f.interaction_id)) AS keys,
       CASE WHEN f.kind = 'interaction' OR cardinality((contact.i).appeals) > 1 THEN
           (SELECT json_agg(json_build_object('complained_unit', c.complained_unit,
                                              'complained_officer', c.complained_officer))::text
            FROM appeal AS c WHERE c.id = ANY ((contact.i).appeals))
       END AS complaints
FROM found AS f
LEFT JOIN LATERAL (
    SELECT i FROM interaction AS i WHERE i.id = f.interaction_id OFFSET 0
) AS contact ON true

-- name: load_orders
-- The orders among some ids, each with what firing one of its clocks must know of its appeal.
SELECT o.id, row_to_json(o)::text AS work_order,
       a.id AS appeal, a.number, a.district, a.revision, a.complained_officer
FROM work_order AS o JOIN appeal AS a ON a.id = o.appeal_id
WHERE o.id = ANY (%(ids)s::uuid[])

-- name: receipts
-- The receipts that exist among some command ids.
SELECT command_id, digest, result FROM receipt WHERE command_id = ANY (%(ids)s::uuid[])

-- name: next_serial
-- The first serial of a fresh block of case numbers.
SELECT nextval('case_serial')
