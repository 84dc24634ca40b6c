# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every table as a Django model; the columns of state tables equal the fields of the state."""

from jiesu.adapters.store.models.log import LogEntry, Receipt, Seal
from jiesu.adapters.store.models.personal import (
    AppealLikeness,
    BlindIndex,
    LikenessBand,
    PersonalItem,
    PersonalKey,
    RedactedCopy,
)
from jiesu.adapters.store.models.state import (
    Appeal,
    CallBack,
    CaseNumber,
    Interaction,
    Membership,
    WorkOrder,
)
from jiesu.adapters.store.models.work import Delivery, Tally, TallyDelta, Timer

__all__ = [
    "Appeal",
    "AppealLikeness",
    "BlindIndex",
    "CallBack",
    "CaseNumber",
    "Delivery",
    "Interaction",
    "LikenessBand",
    "LogEntry",
    "Membership",
    "PersonalItem",
    "PersonalKey",
    "Receipt",
    "RedactedCopy",
    "Seal",
    "Tally",
    "TallyDelta",
    "Timer",
    "WorkOrder",
]
