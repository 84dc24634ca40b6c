# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Each field of a command as a field of a form, named and chosen from as people know things."""

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from jiesu.application.doors import is_private
from jiesu.application.policy import CityPolicy
from jiesu.application.registry import Registration
from jiesu.application.terms import FIELD_LABELS, TERMS
from jiesu.domain.sealed import PRIVATE_KINDS
from jiesu.domain.workorders.messages import NoContactReason
from jiesu.kernel.private import PrivateKind
from jiesu.kernel.text import Language, Text
from jiesu.web.shared.choices import Choices, areas, matters, units
from jiesu.web.shared.long_select import LongSelect, LongSelectMultiple

_LONG = {PrivateKind.WORDS, PrivateKind.REPLY, PrivateKind.NOTE}
_LONG_ROWS = 6
_FEW = 6  # up to so many are shown at once; more become a list
_UNITS = {"unit", "complained_unit", "co_handlers"}
_OF_HISTORY = {NoContactReason.NOT_RECORDED}
"""What only an import says: nobody who fills in a form does not know what they did."""


class FieldMaker:
    """Makes form fields for one command under one city's policy, in one language."""

    def __init__(
        self, row: Registration, policy: CityPolicy, language: Language, today: date
    ) -> None:
        self._row = row
        self._policy = policy
        self._language: Language = language
        self._today = today
        self._hints = get_type_hints(row.command)

    def fields(self, left_out: frozenset[str]) -> Iterator[tuple[str, forms.Field]]:
        """Yield the fields somebody fills in, in the order of the command."""
        for field in fields(self._row.command):
            if field.name not in left_out:
                yield field.name, self._made(field)

    def _made(self, field: Field[Any]) -> forms.Field:
        required = field.default is MISSING and field.default_factory is MISSING
        kind, many = _bare(self._hints[field.name])
        common: dict[str, Any] = {"label": self.label(field.name), "required": required}
        if isinstance(field.default, StrEnum):
            common["initial"] = field.default.value
        if is_private(self._row, field.name):
            return self._words(field.name, common)
        if kind is bool:
            return forms.BooleanField(label=common["label"], required=False)
        choices = self._choices(field.name, kind)
        if choices is not None and many:
            widget = LongSelectMultiple()
            return forms.MultipleChoiceField(choices=choices, widget=widget, **common)
        if choices is not None:
            return self._one_of(choices, common)
        return _plain(kind, common)

    def label(self, name: str) -> str:
        """Return what people call a field."""
        found = FIELD_LABELS.get(name)
        said = found.say(self._language) if found else name
        return said[:1].upper() + said[1:]

    def _words(self, name: str, common: dict[str, Any]) -> forms.Field:
        widget: forms.Widget = forms.TextInput({"autocomplete": "off"})
        if PRIVATE_KINDS[name] in _LONG:
            widget = forms.Textarea({"rows": _LONG_ROWS})
        return forms.CharField(widget=widget, **common)

    def _one_of(self, choices: Choices, common: dict[str, Any]) -> forms.Field:
        nested = any(isinstance(said, list) for _, said in choices)
        if len(choices) <= _FEW and not nested:
            if not common["required"] and "initial" not in common:
                choices = [("", _("不选")), *choices]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        widget = LongSelect()
        return forms.ChoiceField(choices=[("", _("请选择")), *choices], widget=widget, **common)

    def _choices(self, name: str, kind: Any) -> Choices | None:  # noqa: ANN401 -- any annotation
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return [(one.value, self._term(name, one)) for one in kind if one not in _OF_HISTORY]
        if name in _UNITS:
            return units(self._policy.organisation, self._language, self._today)
        if name in {"area", "district"}:
            return areas(self._policy.organisation, self._language)
        if name == "matter":
            return matters(self._policy.catalogue, self._language)
        if name == "role":
            roles = self._policy.access.roles.values()
            return [(role.id, role.name.say(self._language)) for role in roles]
        return None

    def _term(self, name: str, one: StrEnum) -> str:
        """Return what an enumeration's value is called: by the engine, else by the pack."""
        texts = self._policy.texts
        found: Text | None = (
            TERMS.get((type(one), one.value))
            or texts.get(f"name.{name}.{one.value}")
            or texts.get(f"name.{name}_name.{one.value}")
        )
        return found.say(self._language) if found else one.value


def _bare(hint: Any) -> tuple[Any, bool]:  # noqa: ANN401 -- any annotation
    """Return the type a field holds, and whether it holds many: an absent value is left aside."""
    if get_origin(hint) in {Union, UnionType}:
        hint = next(part for part in get_args(hint) if part is not NoneType)
    if get_origin(hint) in {tuple, list, frozenset}:
        return get_args(hint)[0], True
    return hint, False


def _plain(kind: Any, common: dict[str, Any]) -> forms.Field:  # noqa: ANN401 -- any annotation
    if kind is int:
        return forms.IntegerField(**common)
    if kind is UUID:
        return forms.UUIDField(**common)
    if kind is datetime or getattr(kind, "__supertype__", None) is datetime:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        return forms.DateTimeField(widget=widget, **common)
    if kind is date:
        return forms.DateField(widget=forms.DateInput({"type": "date"}), **common)
    return forms.CharField(**common)
