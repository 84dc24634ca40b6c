# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Personal words and where they went: plain only inside the gate, sealed everywhere else."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class PrivateKind(StrEnum):
    """What a piece of personal content is; decides length limits and who may read it."""

    WORDS = "words"  # 诉求内容
    TITLE = "title"  # 标题
    NAME = "name"  # 姓名
    CONTACT = "contact"  # 联系方式
    PLACE = "place"  # 详细地址
    ACCOUNT = "account"  # 来电号码/账号 on the door it came through
    REPLY = "reply"  # 答复内容
    NOTE = "note"  # 经办说明


@dataclass(frozen=True, slots=True)
class PrivateText:
    """Personal words on their way in. Never logged, never an event; ``repr`` hides the words."""

    kind: PrivateKind
    text: str

    def __repr__(self) -> str:
        return f"PrivateText({self.kind.value}, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True)
class SealedText:
    """What the log keeps of personal words: their id and a digest under the appeal's own key."""

    id: UUID
    kind: PrivateKind
    digest: str
    length: int


Private = PrivateText | SealedText
"""A command carries ``PrivateText``; the gate seals it before anything decides."""
