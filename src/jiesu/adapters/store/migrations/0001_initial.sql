-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Before rollout. Creates every table. Large tables are partitioned by the month of their UUIDv7 id,
-- so that keys stay single; rows of other months fall into the default partition.

CREATE SEQUENCE log_seq;
CREATE SEQUENCE case_serial INCREMENT BY 100 MINVALUE 0 START 0 MAXVALUE 9999900 CYCLE;

CREATE TABLE interaction (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    head text NOT NULL,
    head_at timestamptz NOT NULL,
    state text NOT NULL,
    channel text NOT NULL,
    owner text NOT NULL,
    opened_at timestamptz NOT NULL,
    account jsonb,
    draft jsonb,
    draft_due timestamptz,
    expired text[] NOT NULL,
    appeals uuid[] NOT NULL,
    ended_reason text,
    ended_at timestamptz,
    erased_at timestamptz
) PARTITION BY RANGE (id);
CREATE INDEX interaction_opened_at ON interaction (opened_at);

CREATE TABLE appeal (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    head text NOT NULL,
    head_at timestamptz NOT NULL,
    state text NOT NULL,
    revision integer NOT NULL,
    number text NOT NULL,
    interaction_id uuid NOT NULL,
    kind text NOT NULL,
    channel text NOT NULL,
    registered_at timestamptz NOT NULL,
    words jsonb NOT NULL,
    dispatch_due timestamptz NOT NULL,
    title jsonb,
    appellant jsonb,
    contact jsonb,
    place jsonb,
    account jsonb,
    capacity text NOT NULL,
    representative jsonb,
    confidential boolean NOT NULL,
    organisation boolean NOT NULL,
    minor text,
    matter text,
    area text,
    district text,
    complained_unit text,
    complained_officer text,
    lead text,
    orders uuid[] NOT NULL,
    route text,
    reply jsonb,
    round integer NOT NULL,
    asked boolean NOT NULL,
    asked_round integer NOT NULL,
    callback_due timestamptz,
    callbacks uuid[] NOT NULL,
    additions integer NOT NULL,
    settled_at timestamptz,
    closing text,
    closed_at timestamptz,
    undoable text,
    undoable_at timestamptz,
    expired text[] NOT NULL,
    erased_at timestamptz
) PARTITION BY RANGE (id);
CREATE INDEX appeal_registered_at ON appeal (registered_at, id);
CREATE INDEX appeal_district_state ON appeal (district, state, id);
CREATE INDEX appeal_waiting ON appeal (dispatch_due, id) WHERE state = 'registered';
CREATE INDEX appeal_interaction ON appeal (interaction_id);

CREATE TABLE work_order (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    head text NOT NULL,
    head_at timestamptz NOT NULL,
    state text NOT NULL,
    appeal_id uuid NOT NULL,
    role text NOT NULL,
    unit text NOT NULL,
    route text NOT NULL,
    automatic boolean NOT NULL,
    limit_class text NOT NULL,
    dispatched_at timestamptz NOT NULL,
    signing_due timestamptz NOT NULL,
    contact_due timestamptz NOT NULL,
    handling_due timestamptz NOT NULL,
    due_assumed boolean NOT NULL,
    copies text[] NOT NULL,
    counterpart text,
    district text,
    matter text,
    duty_item text,
    signed_at timestamptz,
    contacted_at timestamptz,
    no_contact text,
    report jsonb,
    on_time boolean,
    closed_at timestamptz,
    round integer NOT NULL,
    messages integer NOT NULL,
    expired text[] NOT NULL
) PARTITION BY RANGE (id);
CREATE INDEX work_order_inbox ON work_order (unit, state, handling_due);
CREATE INDEX work_order_appeal ON work_order (appeal_id);
CREATE INDEX work_order_open ON work_order (unit, handling_due, id) WHERE closed_at IS NULL;
CREATE INDEX work_order_done ON work_order (unit, closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX work_order_copies ON work_order USING gin (copies) WHERE closed_at IS NULL;

CREATE TABLE case_number (
    number text PRIMARY KEY,
    appeal uuid NOT NULL
);

CREATE TABLE log_entry (
    id uuid PRIMARY KEY,
    seq bigint NOT NULL,
    stream uuid NOT NULL,
    kind text NOT NULL,
    version integer NOT NULL,
    type text NOT NULL,
    data jsonb NOT NULL,
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor text NOT NULL,
    command uuid NOT NULL,
    pack text NOT NULL,
    history boolean NOT NULL,
    district text,
    prev text NOT NULL,
    hash text NOT NULL
) PARTITION BY RANGE (id);
CREATE INDEX log_entry_stream ON log_entry (stream, version);
CREATE INDEX log_entry_seq ON log_entry (seq);

CREATE TABLE receipt (
    command_id uuid PRIMARY KEY,
    owner uuid NOT NULL,
    digest text,
    recorded_at timestamptz NOT NULL,
    result jsonb NOT NULL
);
CREATE INDEX receipt_owner ON receipt (owner);

CREATE TABLE seal (
    day date PRIMARY KEY,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    entries bigint NOT NULL,
    root text NOT NULL,
    prev_root text NOT NULL,
    sealed_at timestamptz NOT NULL
);

CREATE TABLE personal_key (
    owner uuid PRIMARY KEY,
    wrapped bytea,
    created_at timestamptz NOT NULL,
    destroyed_at timestamptz
);

CREATE TABLE personal_item (
    id uuid PRIMARY KEY,
    owner uuid NOT NULL,
    kind text NOT NULL,
    ciphertext bytea NOT NULL,
    created_at timestamptz NOT NULL
) PARTITION BY RANGE (id);
CREATE INDEX personal_item_owner ON personal_item (owner);

CREATE TABLE redacted_copy (
    id uuid PRIMARY KEY,
    owner uuid NOT NULL,
    kind text NOT NULL,
    text text NOT NULL
) PARTITION BY RANGE (id);
CREATE INDEX redacted_copy_owner ON redacted_copy (owner);

CREATE TABLE blind_index (
    token bytea NOT NULL,
    owner uuid NOT NULL,
    PRIMARY KEY (token, owner)
);
CREATE INDEX blind_index_owner ON blind_index (owner);

CREATE TABLE timer (
    stream uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    due_at timestamptz NOT NULL,
    wake_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    PRIMARY KEY (stream, name)
);
CREATE INDEX timer_wake_at ON timer (wake_at);
CREATE INDEX timer_failing ON timer (attempts) WHERE attempts > 0;

CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    stream uuid NOT NULL,
    notice text NOT NULL,
    created_at timestamptz NOT NULL,
    wake_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    done_at timestamptz,
    dead_at timestamptz
);
CREATE INDEX outbox_waiting ON outbox (wake_at) WHERE done_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;

CREATE TABLE interaction_other PARTITION OF interaction DEFAULT;
CREATE TABLE appeal_other PARTITION OF appeal DEFAULT;
CREATE TABLE work_order_other PARTITION OF work_order DEFAULT;
CREATE TABLE log_entry_other PARTITION OF log_entry DEFAULT;
CREATE TABLE personal_item_other PARTITION OF personal_item DEFAULT;
CREATE TABLE redacted_copy_other PARTITION OF redacted_copy DEFAULT;

-- The smallest UUIDv7 of an instant: 48 bits of milliseconds, the rest zero.
CREATE FUNCTION jiesu_id_floor(moment timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(floor(extract(epoch FROM moment) * 1000)::bigint), 12, '0')
            || '00000000000000000000')::uuid
$$;

-- Makes the partitions of ``months`` months from the month of ``day`` on; returns how many are new.
CREATE FUNCTION jiesu_ensure_partitions(day date, months integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    month date;
    child text;
    made integer := 0;
BEGIN
    FOR n IN 0 .. months - 1 LOOP
        month := (date_trunc('month', day) + make_interval(months => n))::date;
        FOREACH parent IN ARRAY ARRAY['interaction', 'appeal', 'work_order', 'callback',
                                      'log_entry', 'personal_item', 'redacted_copy'] LOOP
            child := parent || '_' || to_char(month, 'YYYYMM');
            IF to_regclass(child) IS NULL THEN
                EXECUTE format(
                    'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                    child, parent,
                    jiesu_id_floor(month::timestamp AT TIME ZONE 'UTC'),
                    jiesu_id_floor((month + interval '1 month')::timestamp AT TIME ZONE 'UTC'));
                made := made + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END
$$;

-- Raised inside the append statement when a version moved: the whole statement is undone.
CREATE FUNCTION jiesu_stale() RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version moved since the case was loaded' USING ERRCODE = 'JS001';
END
$$;

-- The log is append-only. Whoever owns the tables can take the triggers away: seals show that.
CREATE FUNCTION jiesu_refuse_rewrite() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'JS002';
END
$$;
CREATE TRIGGER log_entry_append_only BEFORE UPDATE OR DELETE ON log_entry
    FOR EACH ROW EXECUTE FUNCTION jiesu_refuse_rewrite();
CREATE TRIGGER log_entry_never_emptied BEFORE TRUNCATE ON log_entry
    FOR EACH STATEMENT EXECUTE FUNCTION jiesu_refuse_rewrite();
CREATE TRIGGER seal_never_emptied BEFORE TRUNCATE ON seal
    FOR EACH STATEMENT EXECUTE FUNCTION jiesu_refuse_rewrite();
CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE ON seal
    FOR EACH ROW EXECUTE FUNCTION jiesu_refuse_rewrite();
