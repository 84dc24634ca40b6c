-- SPDX-FileCopyrightText: 2026 The jiesu authors
-- SPDX-License-Identifier: Apache-2.0
-- The mark of a demonstration. It is no table of a city: only `jiesu demo` makes it, in a database
-- that holds nothing, before anything else is there.

-- name: anything
-- Whether anybody keeps anything in this database.
SELECT EXISTS (
    SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
)

-- name: marked
SELECT to_regclass('public.jiesu_demonstration') IS NOT NULL

-- name: mark
CREATE TABLE public.jiesu_demonstration (
    seed bigint NOT NULL,
    began_at timestamptz NOT NULL,
    filled_at timestamptz
)

-- name: begin
INSERT INTO public.jiesu_demonstration (seed, began_at) VALUES (%(seed)s, %(now)s)

-- name: read
SELECT seed, began_at, filled_at FROM public.jiesu_demonstration

-- name: last_pack
-- The pack the newest deed was decided under.
SELECT pack FROM log_entry ORDER BY seq DESC LIMIT 1

-- name: filled
UPDATE public.jiesu_demonstration SET filled_at = %(now)s

-- name: wipe
-- Everything of the demonstration, its mark last: what is interrupted stays a demonstration.
DROP SCHEMA public CASCADE

-- name: anew
CREATE SCHEMA public

-- name: hurry
-- What is made up may be lost in a crash: it is made up again.
SET synchronous_commit TO off
