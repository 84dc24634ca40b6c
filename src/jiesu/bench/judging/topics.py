# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every topic of the quality table, in its order."""

from jiesu.bench.judging import (
    agencies,
    categories,
    complaint_types,
    hot_issues,
    near_copies,
    personal,
    places,
    reading,
)

TOPICS = (
    categories.LIGHT,
    categories.THOROUGH,
    reading.GENERATED,
    reading.REAL,
    agencies.TOPIC,
    complaint_types.TOPIC,
    hot_issues.TOPIC,
    near_copies.INVENTED,
    near_copies.REAL,
    places.GENERATED,
    places.REAL,
    *personal.TOPICS,
)
