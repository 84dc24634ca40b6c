-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Reading cases for people.

-- name: appeal_of_number
-- The appeal a case number stands for.
SELECT appeal FROM case_number WHERE number = %(number)s

-- name: entries
-- The log of some streams, in the order things happened, then in the order they were written.
SELECT seq, stream, type, data, at, recorded_at, actor, history
FROM log_entry WHERE stream = ANY (%(streams)s::uuid[]) ORDER BY at, seq

-- name: told
-- The log of some streams as above; the first row brings the redacted copies of an owner along.
SELECT seq, stream, type, data, at, recorded_at, actor, history,
       CASE WHEN row_number() OVER (ORDER BY at, seq) = 1 THEN
           (SELECT json_object_agg(c.id, c.text) FROM redacted_copy AS c WHERE c.owner = %(owner)s)
       END AS copies
FROM log_entry WHERE stream = ANY (%(streams)s::uuid[]) ORDER BY at, seq

-- name: redacted
-- Redacted copies by item.
SELECT id, text FROM redacted_copy WHERE id = ANY (%(items)s::uuid[])

-- name: wrapped_key
-- The wrapped key of an owner of personal data; null once destroyed.
SELECT wrapped FROM personal_key WHERE owner = %(owner)s

-- name: sealed_items
-- Everything sealed for an owner, in the order it was given.
SELECT id, kind, ciphertext FROM personal_item WHERE owner = %(owner)s ORDER BY id

-- name: memberships
-- The roles an account holds.
SELECT id, role, unit, since FROM membership
WHERE account = %(account)s AND state = 'held' ORDER BY since, id

-- name: items
-- Some sealed items by id.
SELECT id, kind, ciphertext FROM personal_item WHERE id = ANY (%(items)s::uuid[])

-- name: drafts
-- What somebody began to write down since some time and has not finished, the newest first.
SELECT i.id, i.opened_at, i.draft_due, left(w.text, 200)
FROM interaction AS i LEFT JOIN redacted_copy AS w ON w.id = (i.draft ->> 'id')::uuid
WHERE i.opened_at >= %(since)s AND i.owner = %(owner)s AND i.state = 'draft'
ORDER BY i.opened_at DESC LIMIT %(limit)s
