# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Filters and tags every template has: texts, times, clocks, rules, pages to turn."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiesu.application.showing import Ground
from jiesu.application.terms import TERMS
from jiesu.kernel.text import Language, Text
from jiesu.rulebook.citation import Standing
from jiesu.web.shared.formatting import (
    NOTHING,
    day_text,
    moment_text,
    number_text,
    remaining_text,
    share_text,
)

register = template.Library()

_SOON = timedelta(hours=4)
_RULES_KEPT = 2000


def spoken() -> Language:
    """Return the language of the page being drawn."""
    return "en" if (get_language() or "").startswith("en") else "zh"


@register.filter
def say(text: Text | str | None) -> str:
    """Return a text of the domain in the page's language."""
    if text is None:
        return ""
    return text.say(spoken()) if isinstance(text, Text) else str(text)


@register.filter
def other(text: Text) -> str:
    """Return a text of the domain in the other language."""
    return text.say("zh" if spoken() == "en" else "en")


@register.filter
def standing(value: Standing) -> str:
    """Return how sure a value is: shown wherever the value is."""
    return say(TERMS[Standing, value.value])


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | None) -> SafeString | str:
    """Return an instant as the town's clocks show it, readable by machines too."""
    if at is None:
        return NOTHING
    local = context["request"].city.policy.calendar.local(at)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(), moment_text(local, spoken())
    )


@register.filter
def day(value: date | None) -> str:
    """Return a day as people write it."""
    return NOTHING if value is None else day_text(value, spoken())


@register.filter
def grouped(value: int | None) -> str:
    """Return a number with its thousands apart."""
    return NOTHING if value is None else number_text(value)


@register.filter
def share(value: Fraction | None, places: int = 1) -> str:
    """Return an exact share in percent."""
    return share_text(value, places)


@register.simple_tag(takes_context=True)
def clock(context: Context, due: datetime | None, label: Text | str = "") -> SafeString | str:
    """Show a running clock: late, today, soon or in time, in words and shape as well as colour.

    Made here and not by a template of its own: a list shows a hundred of them.
    """
    if due is None:
        return ""
    city = context["request"].city
    now, calendar, language = city.clock.now(), city.policy.calendar, spoken()
    local = calendar.local(due)
    level, word = _level(due, now, same_day=local.date() == calendar.local_day(now))
    said = say(label)
    return format_html(
        _CLOCK,
        level,
        f"{said} {word}" if said else word,
        remaining_text(due, now, language),
        local.isoformat(),
        moment_text(local, language),
    )


_CLOCK = (
    '<span class="clock {}"><span class="clock-mark" aria-hidden="true"></span>'
    '<span class="clock-word">{}</span> <span class="clock-left">{}</span> '
    '<time class="clock-at" datetime="{}">{}</time></span>'
)


def _level(due: datetime, now: datetime, *, same_day: bool) -> tuple[str, str]:
    if due < now:
        return "late", _("已超期")
    if same_day:
        return "today", _("今天到期")
    return ("today", _("即将到期")) if due - now <= _SOON else ("ok", _("按时"))


@register.inclusion_tag("ui/state.html")
def state(text: Text | str, tone: str = "plain") -> dict[str, Any]:
    """Show a state; ``tone`` is plain, busy, good, bad or muted."""
    return {"text": say(text), "tone": tone}


@register.simple_tag
def rule(ground: Ground) -> SafeString:
    """Show the rule behind something: its article, opening to gist, value, standing, since."""
    return _rule(ground, spoken())


@lru_cache(_RULES_KEPT)
def _rule(ground: Ground, language: Language) -> SafeString:
    """Draw a rule once for each language: pages show the same few again and again."""
    del language  # part of the key only: what is drawn is in the language of the page
    known = TERMS.get((Standing, ground.standing))
    context = {"ground": ground, "standing": known or ground.standing}
    return mark_safe(get_template("ui/rule.html").render(context))  # noqa: S308 -- escaped by it


@register.inclusion_tag("ui/pages.html", takes_context=True)
def pages(context: Context, before: str | None, after: str | None) -> dict[str, Any]:
    """Show how to turn pages by key: ``before`` and ``after`` are keys, or None at an end."""
    query = context["request"].GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    rest = query.urlencode()
    return {"before": before, "after": after, "rest": f"&{rest}" if rest else ""}


@register.inclusion_tag("ui/errors.html")
def errors(form: Any) -> dict[str, Any]:  # noqa: ANN401 -- any form
    """Show the summary of what is wrong with a form, each line a link to its field."""
    lines = [{"text": str(text), "to": ""} for text in form.non_field_errors()]
    for field in form:
        mark, place = _("：%(text)s"), field.id_for_label or field.auto_id
        said = [f"{field.label}{mark % {'text': text}}" for text in field.errors]
        lines += [{"text": text, "to": place} for text in said]
    return {"lines": lines, "bound": form.is_bound and bool(form.errors)}


@register.filter
def headed(rows: Sequence[Any], heads: Sequence[Any]) -> list[list[tuple[Any, Any]]]:
    """Return each cell of each row with the head of its column: cards on a phone name them."""
    return [list(zip(heads, row, strict=False)) for row in rows]
