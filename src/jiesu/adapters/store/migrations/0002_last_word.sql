-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Before rollout. Call-backs, partitioned like appeals; memberships; counts and their changes.

CREATE TABLE callback (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    head text NOT NULL,
    head_at timestamptz NOT NULL,
    state text NOT NULL,
    appeal_id uuid NOT NULL,
    round integer NOT NULL,
    trigger text NOT NULL,
    lead text NOT NULL,
    kind text NOT NULL,
    registered_at timestamptz NOT NULL,
    dispatched_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    opened_at timestamptz NOT NULL,
    asking_due timestamptz NOT NULL,
    helpers text[] NOT NULL,
    copies text[] NOT NULL,
    district text,
    matter text,
    area text,
    attempts integer NOT NULL,
    via text,
    contacted boolean,
    solved text,
    satisfied text,
    process text,
    note jsonb,
    ended_at timestamptz,
    expired text[] NOT NULL
) PARTITION BY RANGE (id);
CREATE INDEX callback_desk ON callback (state, asking_due, id);
CREATE INDEX callback_ended_at ON callback (ended_at);
CREATE INDEX callback_due_at ON callback (due_at);
CREATE INDEX callback_appeal ON callback (appeal_id);

CREATE TABLE callback_other PARTITION OF callback DEFAULT;

CREATE TABLE membership (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    head text NOT NULL,
    head_at timestamptz NOT NULL,
    state text NOT NULL,
    account text NOT NULL,
    role text NOT NULL,
    since timestamptz NOT NULL,
    unit text,
    until timestamptz
);
CREATE INDEX membership_account ON membership (account, state);

-- Counts: what each change moves by how much, and the sums of it by day, month and altogether.
CREATE TABLE tally_delta (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope text NOT NULL,
    day date NOT NULL,
    key text NOT NULL,
    state text NOT NULL,
    n integer NOT NULL
);
CREATE TABLE tally (
    scope text NOT NULL,
    period text NOT NULL,
    key text NOT NULL,
    state text NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (scope, period, key, state)
);
