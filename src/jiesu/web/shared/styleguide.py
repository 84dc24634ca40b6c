# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every component on one page, in every state: for eyes, for screenshots, for axe."""

from datetime import timedelta
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.application.showing import Ground, Step
from jiesu.kernel.instants import Instant, instant
from jiesu.kernel.text import Text
from jiesu.web.shared.forms import PageForm
from jiesu.web.shared.long_select import LongSelect
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.rooms import Request


class SampleForm(PageForm):
    """One field of each sort."""

    words = forms.CharField(
        label=gettext_lazy("诉求内容"),
        help_text=gettext_lazy("请写清时间、地点和经过。"),
        widget=forms.Textarea({"rows": 4}),
    )
    phone = forms.CharField(
        label=gettext_lazy("联系电话"),
        min_length=8,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("诉求类别"),
        choices=[
            ("help", gettext_lazy("求助")),
            ("complaint", gettext_lazy("投诉")),
            ("suggestion", gettext_lazy("建议")),
        ],
        widget=forms.RadioSelect,
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("承办单位"),
        choices=[("", gettext_lazy("请选择")), ("a", gettext_lazy("水务局"))],
        widget=LongSelect(),
    )
    confidential = forms.BooleanField(label=gettext_lazy("要求保密"), required=False)


@page(PUBLIC)
def styleguide(request: Request) -> HttpResponse:
    """Show every component; only where this is a demonstration."""
    settings = request.office.settings
    if not (settings.demo or settings.debug):
        raise Http404
    now = request.city.clock.now()
    if request.GET.get("toast"):
        messages.success(request, _("已签收，编号 260310-0000000-32。"))
    context = {
        "form": SampleForm(),
        "wrong": SampleForm({"wrong-phone": "12"}, prefix="wrong"),
        "dues": [
            instant(now + span)
            for span in (timedelta(hours=-50), timedelta(hours=3), timedelta(days=5))
        ],
        "ground": _ground(),
        "steps": _steps(request, now),
        "heads": [_("编号"), _("诉求事项"), _("承办单位"), _("解决率")],
        "rows": _rows(),
        "share": Fraction(197, 200),
        "undo_seconds": 600,
    }
    return render(request, "styleguide.html", context)


def _ground() -> Ground:
    return Ground(
        article=Text("《接诉即办条例》第16条", "Swift Response Ordinance, Art. 16"),
        gist=Text("承办单位应当在规定时限内签收。", "The unit signs within the limit."),
        key="order.signing",
        value="4 hour",
        standing="official",
        since="2015-07-01",
    )


def _steps(request: Request, now: Instant) -> list[Step]:
    local = request.city.policy.calendar.local
    told = [
        (Text("诉求登记", "Appeal registered"), "operator", None, -26),
        (Text("派单", "Dispatched"), "operator", None, -25),
        (Text("签收", "Signed for"), "handler", None, -22),
    ]
    return [
        Step(
            at=local(instant(now + timedelta(hours=hours))),
            recorded_at=local(instant(now + timedelta(hours=hours))),
            title=title,
            role=role,
            unit=unit,
            facts=((Text("承办单位", "unit"), Text("水务局", "Water Bureau")),),
            grounds=(_ground(),),
        )
        for title, role, unit, hours in told
    ]


def _rows() -> list[list[str]]:
    return [
        ["260310-0000000-32", _("河道污染"), _("水务局"), "98.5%"],
        ["260310-0000001-29", _("物业服务"), _("柳荫街道"), "76.0%"],
    ]
