-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Before rollout. Indexes by which lists cost the same in a town and in a city: answers newest
-- first, and the few appeals that complain of a unit or of an officer.

CREATE INDEX callback_answered ON callback (ended_at, id) WHERE state = 'answered';
CREATE INDEX appeal_of_unit ON appeal (complained_unit) WHERE complained_unit IS NOT NULL;
CREATE INDEX appeal_of_officer ON appeal (complained_officer) WHERE complained_officer IS NOT NULL;
