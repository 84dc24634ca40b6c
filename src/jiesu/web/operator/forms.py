# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The one form filled in while somebody talks: everything an appeal can be told with."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.application.catalogue import REGISTRY
from jiesu.domain.appeals.messages import Minor, RegisterAppeal
from jiesu.domain.taxonomy import Channel, SpecialRoute
from jiesu.web.shared.command_fields import FieldMaker
from jiesu.web.shared.command_form import FreshId
from jiesu.web.shared.forms import PageForm
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import Names, today

TAKING_CALLS = "interaction.end"
"""What only those may who sit at the line: people write drafts of their own too, at other doors."""
ROW = REGISTRY[RegisterAppeal]
_GUESSED = {"matter_guessed", "area_guessed"}  # a person at the line confirms what is in the form
_SETTLED = frozenset({"appeal_id", "interaction_id", "from_draft", "minor", *_GUESSED})
OF_THE_CALLER = (
    *("channel", "account", "contact", "appellant", "capacity", "representative"),
    *("confidential", "organisation"),
)
"""What stays the same when one call brings another appeal."""
_LISTS = {"matter", "area", "complained_unit", "channel"}
_FORESEEN = {"matter", "area", "complained_unit"}
_PAUSE = "250"  # milliseconds without a key after which the words are read
_READ = "csrfmiddlewaretoken,words,matter,area,kind"
"""What is needed to read the words; numbers and names stay in the form."""


class Then(StrEnum):
    """What is done in one go with the registration."""

    DISPATCH = "dispatch"
    REGISTER = "register"
    ANSWER = "answer"
    ROUTE = "route"


class CallForm(PageForm):
    """What a caller says; the fields of the command are added by :func:`call_form`."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    appeal_id = FreshId(widget=forms.HiddenInput)
    again = forms.BooleanField(widget=forms.HiddenInput, required=False)
    then = forms.ChoiceField(choices=[(each.value, each.value) for each in Then], required=False)
    another = forms.BooleanField(
        label=gettext_lazy("同一来电还有一件，登记后接着登记"), required=False
    )
    suggested_minor = forms.BooleanField(label=gettext_lazy("疑似未成年人"), required=False)
    reply = forms.CharField(
        label=gettext_lazy("答复内容"), widget=forms.Textarea({"rows": 4}), required=False
    )
    explanation = forms.CharField(
        label=gettext_lazy("告知内容"),
        help_text=gettext_lazy("不填则按上面的口径记录。"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    route: forms.Field

    def clean(self) -> dict[str, Any]:
        """Ask for the answer or the route where that is what shall be done."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        then = cleaned.get("then") or Then.DISPATCH.value
        cleaned["then"] = Then(then) if then in set(Then) else Then.DISPATCH
        if cleaned["then"] is Then.ANSWER and not cleaned.get("reply"):
            self.add_error("reply", _("当场答复须填写答复内容。"))
        if cleaned["then"] is Then.ROUTE and not cleaned.get("route"):
            self.add_error("route", _("请选择特殊情形。"))
        return cleaned

    def told(self, interaction: UUID) -> dict[str, object]:
        """Return the fields of the command as the doors of the gate take them."""
        found = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in _FIELDS and value not in (None, "", [])
        }
        if not found.get("contact") and found.get("account"):
            found["contact"] = found["account"]
        if self.cleaned_data.get("suggested_minor"):
            found["minor"] = Minor.SUGGESTED.value
        return {**found, "interaction_id": interaction, "from_draft": True}


_FIELDS = {*RegisterAppeal.__dataclass_fields__} - (_SETTLED - {"appeal_id"})


def call_form(
    request: Request, *, data: Mapping[str, Any] | None = None, **initial: object
) -> CallForm:
    """Return the form, drawn anew with what is known already or filled from what was posted."""
    policy = request.city.policy
    maker = FieldMaker(ROW, policy, request.language, today(request))
    made = dict(_made(maker, request))
    fresh = {"command_id": request.city.ids.new(), "appeal_id": request.city.ids.new()}
    kind = type("CallFormHere", (CallForm,), made)
    form: CallForm = kind(data, initial={**_usual(request), **fresh, **initial})
    return form


def form_as_posted(request: Request, **taken: str) -> CallForm:
    """Return the form with what was posted in it, not judged; ``taken`` goes into its fields."""
    form, posted = call_form(request), {**request.POST.dict(), **taken}
    known = {name: posted[name] for name in form.fields if name in posted}
    form.initial = {**form.initial, **known}
    return form


def _usual(request: Request) -> dict[str, object]:
    del request
    return {"channel": Channel.PHONE.value, "capacity": "self", "kind": "help"}


def _made(maker: FieldMaker, request: Request) -> Iterator[tuple[str, forms.Field]]:
    for name, field in maker.fields(_SETTLED):
        if name in _LISTS and isinstance(field.widget, forms.RadioSelect):
            field.widget = forms.Select(choices=field.choices)  # type: ignore[attr-defined] # -- a choice field
        if name in _FORESEEN:
            field.widget.attrs |= _foreseeing()
        if name == "words":
            field.widget.attrs |= _understanding()
        yield name, field
        if name == "account":
            field.label = _("来电号码")
            phone = {"hx-post": reverse("operator:earlier"), "hx-target": "#earlier"}
            field.widget.attrs |= {
                **phone,
                "hx-trigger": "input changed delay:500ms, load",
                "inputmode": "tel",
                "autofocus": True,
            }
    names = Names(request)
    choices = [(each.value, names.term("route_name", each.value)) for each in SpecialRoute]
    yield (
        "route",
        forms.ChoiceField(
            label=_("特殊情形"), choices=choices, widget=forms.RadioSelect, required=False
        ),
    )


def _foreseeing() -> dict[str, str]:
    return {
        "hx-post": reverse("operator:foresee"),
        "hx-target": "#foresight",
        "hx-trigger": "change",
        "hx-sync": "closest form:replace",
    }


def _understanding() -> dict[str, str]:
    return {
        "data-pause": _PAUSE,
        "data-pause-too": "matter area",
        "hx-post": reverse("operator:understand"),
        "hx-target": "#offers",
        "hx-swap": "outerHTML",
        "hx-trigger": "pause",
        "hx-sync": "this:replace",
        "hx-params": _READ,
    }
