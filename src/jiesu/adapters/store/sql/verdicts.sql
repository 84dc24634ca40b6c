-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- What people answered, for evaluation.

-- name: verdicts
-- Every answered call-back of every appeal that has one in the span by {anchor}.
SELECT c.id, c.appeal_id, c.round, c.lead, c.helpers, c.copies, c.district, c.registered_at,
       c.dispatched_at, c.due_at, c.ended_at, c.contacted, c.solved, c.satisfied
FROM callback AS c
WHERE c.state = 'answered' AND c.appeal_id IN (
    SELECT m.appeal_id FROM callback AS m
    WHERE m.state = 'answered' AND m.{anchor} >= %(since)s AND m.{anchor} < %(until)s
)
ORDER BY c.id
