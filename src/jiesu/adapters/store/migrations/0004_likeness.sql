-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- Before rollout. Signatures of redacted words, by which near-copies are found, and a way to the
-- appeals about one matter in one area. Filled for what is there by "jiesu worker signatures".

CREATE TABLE appeal_likeness (
    appeal uuid PRIMARY KEY,
    bands integer[] NOT NULL
) PARTITION BY RANGE (appeal);

-- The same bands again, one a row: newest first within each, however many copies share it.
CREATE TABLE likeness_band (
    band integer NOT NULL,
    appeal uuid NOT NULL,
    PRIMARY KEY (band, appeal)
) PARTITION BY RANGE (appeal);

CREATE TABLE appeal_likeness_other PARTITION OF appeal_likeness DEFAULT;
CREATE TABLE likeness_band_other PARTITION OF likeness_band DEFAULT;

CREATE INDEX appeal_of_matter ON appeal (area, matter, registered_at);

-- As in 0001, with the two tables of this one.
CREATE OR REPLACE FUNCTION jiesu_ensure_partitions(day date, months integer) RETURNS integer
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
                                      'log_entry', 'personal_item', 'redacted_copy',
                                      'appeal_likeness', 'likeness_band'] LOOP
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

-- Every month that has a table of appeals gets one of signatures.
DO $$
DECLARE
    month text;
BEGIN
    FOR month IN
        SELECT right(c.relname, 6) FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'appeal'::regclass AND c.relname ~ '_[0-9]{6}$'
    LOOP
        PERFORM jiesu_ensure_partitions(to_date(month, 'YYYYMM'), 1);
    END LOOP;
END
$$;
