# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The one form of an appeal: words first; everything else may be left empty."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.adapters.personal.contacts import normalise_email, normalise_phone
from jiesu.application.policy import CityPolicy
from jiesu.application.terms import TERMS
from jiesu.domain.appeals.messages import Capacity
from jiesu.domain.taxonomy import AppealKind
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Language
from jiesu.kernel.wording import NoWords, inspect
from jiesu.web.citizen.drafts import DraftIds, opened
from jiesu.web.citizen.hearing import NONE_OF_THEM, SEEN_AREA
from jiesu.web.shared.choices import Choices, areas, matters
from jiesu.web.shared.forms import PageForm
from jiesu.web.shared.long_select import LongSelect

WHERE = ("area", "place")
"""Fields about the place: asked for where the matter needs one."""
FOLDED = ("appellant", "confidential", "kind", "capacity", "representative", "organisation")
"""Fields behind the fold: most people need none of them."""
_SHORT = 200
_ROWS = 7
_PAUSE = "700"  # milliseconds without a key after which the words are read
_READ = "csrfmiddlewaretoken,words,matter,area,place,organisation"
"""What is needed to read the words; names and numbers stay in the form."""


class AppealForm(PageForm):
    """What somebody says, where it is, and how to reach them."""

    def __init__(
        self,
        policy: CityPolicy,
        language: Language,
        longest: int,
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data)
        self._policy = policy
        self._language: Language = language
        self._longest = longest
        self.fields |= {
            **self._first(),
            **self._whom(),
            "matter": forms.ChoiceField(
                label=_("事项"),
                required=False,
                choices=self._matters(),
                widget=LongSelect(),
            ),
            SEEN_AREA: forms.CharField(widget=forms.HiddenInput, required=False),
            "draft": forms.CharField(widget=forms.HiddenInput, required=False),
        }

    def _first(self) -> dict[str, forms.Field]:
        words = forms.CharField(
            label=_("请说说您的问题"),
            strip=False,
            error_messages={"required": _("请写下您的问题。")},
            help_text=_("什么时候、在哪里、发生了什么。想到什么写什么，最多 %(most)s 字。")
            % {"most": self._longest},
            widget=forms.Textarea({"rows": _ROWS, "data-count": self._longest, **_heard()}),
        )
        contact = _line(_("手机号或电子邮箱"), {"autocomplete": "tel", "inputmode": "text"})
        contact.help_text = _("不留也可以提交，但单位无法向您核实，您也收不到通知和回访。")
        return {
            "words": words,
            "area": forms.ChoiceField(
                label=_("在哪个街道"),
                required=False,
                choices=self._areas(),
                widget=LongSelect(),
            ),
            "place": _line(
                _("具体地点"),
                {"autocomplete": "off", "placeholder": _("例如：12 号院 3 号楼 2 单元")},
            ),
            "contact": contact,
        }

    def _whom(self) -> dict[str, forms.Field]:
        capacities = [
            (one.value, TERMS[Capacity, one.value].say(self._language)) for one in Capacity
        ]
        return {
            "appellant": _line(_("姓名或称呼"), {"autocomplete": "name"}),
            "confidential": forms.BooleanField(label=_("请为我的身份保密"), required=False),
            "kind": forms.ChoiceField(
                label=_("诉求类别"), required=False, choices=self._kinds(), widget=forms.RadioSelect
            ),
            "capacity": forms.ChoiceField(
                label=_("替谁反映"),
                required=False,
                choices=capacities,
                initial=Capacity.SELF.value,
                widget=forms.RadioSelect,
            ),
            "representative": _line(_("您（代办人）的姓名"), {"autocomplete": "name"}),
            "organisation": forms.BooleanField(label=_("代表企业、学校等单位反映"), required=False),
        }

    def _areas(self) -> Choices:
        listed = areas(self._policy.organisation, self._language)
        return [("", _("不清楚，请工作人员判断")), *listed]

    def _kinds(self) -> Choices:
        named = [
            (one.value, self._policy.texts[f"name.kind.{one.value}"].say(self._language))
            for one in AppealKind
        ]
        return [("", _("不确定，请工作人员判断")), *named]

    def _matters(self) -> Choices:
        return [
            ("", _("不选，请工作人员判断")),
            (NONE_OF_THEM, _("都不是，或不清楚")),
            *matters(self._policy.catalogue, self._language),
        ]

    def clean_words(self) -> str:
        """Refuse what cannot be kept, with the reason and what to do."""
        return self._kept(self.cleaned_data["words"], self._longest, _("请写下您的问题。"))

    def clean_contact(self) -> str:
        """Return a phone number or an address in its one spelling."""
        given: str = self.cleaned_data["contact"]
        if not given:
            return ""
        found = normalise_phone(given) or normalise_email(given)
        if found is None:
            raise forms.ValidationError(
                _("这不像电话号码或电子邮箱。手机号是 11 位数字；固定电话请加区号。也可以不填。")
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for the name of whoever speaks for somebody else."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("place", "appellant", "representative"):
            if cleaned.get(name):
                try:
                    cleaned[name] = self._kept(cleaned[name], _SHORT, "")
                except forms.ValidationError as error:
                    self.add_error(name, error)
        another = cleaned.get("capacity") not in {"", None, Capacity.SELF.value}
        if another and not cleaned.get("representative"):
            self.add_error(
                "representative", _("请填写代办人（您）的姓名；为自己反映的，请选“本人”。")
            )
        return cleaned

    def _kept(self, text: str, longest: int, if_empty: str) -> str:
        try:
            return inspect(text, longest)
        except NoWords as error:
            raise forms.ValidationError(if_empty or error.explain(self._language)) from None
        except BadInput as error:
            raise forms.ValidationError(error.explain(self._language)) from None

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Return the fields everybody sees."""
        return [self[name] for name in ("words", "contact")]

    @property
    def where_fields(self) -> list[forms.BoundField]:
        """Return the fields about the place."""
        return [self[name] for name in WHERE]

    @property
    def where_names(self) -> tuple[str, ...]:
        """Return the names of the fields about the place."""
        return WHERE

    @property
    def where_open(self) -> bool:
        """Return whether something about the place is filled in or wrong."""
        return any(self[name].value() or (self.is_bound and self[name].errors) for name in WHERE)

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """Return the fields behind the fold."""
        return [self[name] for name in FOLDED]

    @property
    def folded_names(self) -> tuple[str, ...]:
        """Return the names of the fields behind the fold."""
        return FOLDED

    @property
    def unfolded(self) -> bool:
        """Return whether the fold stands open: something in it is filled in or wrong."""
        wrong = self.is_bound and any(self[name].errors for name in FOLDED)
        return wrong or any(
            self[name].value() not in (None, "", False, Capacity.SELF.value) for name in FOLDED
        )

    @property
    def ids(self) -> DraftIds | None:
        """Return the ids it was drawn with."""
        return opened(self["draft"].value() or "")

    def carried(self, asked: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield what a page that is not this form carries along, but for what it asks itself."""
        for name in self.fields:
            value = self[name].value()
            if name not in asked and value not in (None, "", False):
                yield name, "on" if value is True else str(value)

    def answers(self) -> Iterator[tuple[str, str, str]]:
        """Yield field, label and answer for the page to check: what nobody needs only if given."""
        for name in ("words", *WHERE, "contact", *FOLDED):
            value = self.cleaned_data.get(name)
            if name in (*WHERE, *FOLDED) and value in ("", None, False, Capacity.SELF.value):
                continue
            label = _("您说的话") if name == "words" else str(self.fields[name].label)
            yield name, label, self._said(name, value)

    def _said(self, name: str, value: object) -> str:
        if isinstance(value, bool):
            return _("是") if value else _("否")
        choices: Mapping[str, str] = dict(_flat(getattr(self.fields[name], "choices", ())))
        if name == "capacity":
            value = value or Capacity.SELF.value
        if choices:
            return choices[str(value or "")]
        return str(value) if value else _("未填")


def _flat(choices: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 -- of a form's field
    for value, said in choices:
        if isinstance(said, list | tuple):
            yield from said
        else:
            yield value, str(said)


def _line(label: str, attributes: dict[str, str]) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attributes))


def _heard() -> dict[str, str]:
    """Return how the box of words asks what it is understood to say, where there is a script."""
    return {
        "data-pause": _PAUSE,
        "data-pause-too": "matter area",
        "hx-post": reverse("citizen:hear"),
        "hx-target": "#heard",
        "hx-swap": "outerHTML",
        "hx-trigger": "pause",
        "hx-sync": "this:replace",
        "hx-params": _READ,
    }
