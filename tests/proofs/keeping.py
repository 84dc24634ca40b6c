# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Keeping a state of the database, and returning to it by touching only what differs."""

from typing import Any

import psycopg

from tests.proofs.judge import TABLES

_SEQUENCES = ("log_seq", "case_serial")

_ROWS = """
    DELETE FROM public.{0} AS t WHERE t::text NOT IN (SELECT k::text FROM kept.{0} AS k);
    INSERT INTO public.{0} SELECT k.* FROM kept.{0} AS k
    WHERE k::text NOT IN (SELECT t::text FROM public.{0} AS t);
"""
_NUMBERS = "    PERFORM setval('{0}', last_value, is_called) FROM kept.{0};\n"
_PUT_BACK = """
CREATE FUNCTION kept.put_back() RETURNS void LANGUAGE plpgsql
SET session_replication_role = replica AS $$
BEGIN
{}
END
$$
"""


def keep_rows(root: psycopg.Connection[Any]) -> None:
    """Keep every row and make ``kept.put_back()``; triggers sleep in it, the log's own too."""
    root.execute("CREATE SCHEMA kept")
    for name in TABLES:
        root.execute(f"CREATE TABLE kept.{name} AS TABLE public.{name}")
    for name in _SEQUENCES:
        root.execute(f"CREATE TABLE kept.{name} AS SELECT last_value, is_called FROM {name}")
    steps = [_ROWS.format(name) for name in TABLES] + [_NUMBERS.format(n) for n in _SEQUENCES]
    root.execute(_PUT_BACK.format("".join(steps)))
