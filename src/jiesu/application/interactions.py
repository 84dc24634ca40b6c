# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Contacts and drafts: their commands."""

from jiesu.application.registry import Registration, Scope
from jiesu.domain.interactions import decide
from jiesu.domain.interactions.messages import EndInteraction, EraseDraft, ExpireDraft, SaveDraft
from jiesu.domain.interactions.model import INTERACTIONS
from jiesu.domain.streams import StreamKind

REGISTRATIONS = (
    Registration(
        SaveDraft,
        INTERACTIONS.actions[SaveDraft],
        StreamKind.INTERACTION,
        INTERACTIONS.permission(SaveDraft),
        Scope.CITY,
        lambda case, command, policy, now: decide.save_draft(
            case.interaction, command, policy.interactions, now
        ),
        begins=True,
    ),
    Registration(
        EndInteraction,
        INTERACTIONS.actions[EndInteraction],
        StreamKind.INTERACTION,
        INTERACTIONS.permission(EndInteraction),
        Scope.CITY,
        lambda case, command, policy, now: decide.end_interaction(
            case.interaction, command, policy.interactions, now
        ),
    ),
    Registration(
        EraseDraft,
        INTERACTIONS.actions[EraseDraft],
        StreamKind.INTERACTION,
        INTERACTIONS.permission(EraseDraft),
        Scope.CITY,
        lambda case, command, policy, now: decide.erase_draft(
            case.interaction, command, policy.appeals.erasure, now
        ),
    ),
    Registration(
        ExpireDraft,
        INTERACTIONS.actions[ExpireDraft],
        StreamKind.INTERACTION,
        INTERACTIONS.permission(ExpireDraft),
        Scope.CITY,
        lambda case, command, policy, now: decide.expire_draft(
            case.interaction, command, policy.interactions, now
        ),
    ),
)
