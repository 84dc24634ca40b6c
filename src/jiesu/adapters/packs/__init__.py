# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""City packs: folders of YAML and CSV in, one frozen policy out, or every problem at once."""

from jiesu.adapters.packs.loading import (
    check_pack,
    load_pack,
    pack_folder,
    read_scenarios_of,
    survey_pack,
)
from jiesu.adapters.packs.problems import BrokenPack, PackProblem, ProblemKind, UnknownPack

__all__ = [
    "BrokenPack",
    "PackProblem",
    "ProblemKind",
    "UnknownPack",
    "check_pack",
    "load_pack",
    "pack_folder",
    "read_scenarios_of",
    "survey_pack",
]
