# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Selects of hundreds of choices, with a box to search in where there is a script.

They write what Django's own selects write, at a small part of the price: Django renders a template
for every option, and a city has a thousand of them on a page.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


class _Written(forms.Select):
    def __init__(self) -> None:
        super().__init__({"data-search": ""})

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401 -- whatever a form holds
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 -- there is no template to render
    ) -> SafeString:
        """Return the control with its options, the chosen ones marked."""
        own = {"name": name, **self.build_attrs(self.attrs, attrs)}
        if self.allow_multiple_selected:
            own["multiple"] = True
        written = "".join(_options(self.choices, set(self.format_value(value))))
        return mark_safe(f"<select{flatatt(own)}>{written}</select>")  # noqa: S308 -- all escaped


class LongSelect(_Written):
    """One out of many."""


class LongSelectMultiple(_Written, forms.SelectMultiple):
    """Several out of many."""


def _options(choices: Iterable[Any], chosen: set[str]) -> Iterator[str]:
    for value, said in choices:
        if isinstance(said, list | tuple):
            yield f'<optgroup label="{escape(value)}">'
            yield from _options(said, chosen)
            yield "</optgroup>"
        else:
            mark = " selected" if str(value) in chosen else ""
            yield f'<option value="{escape(value)}"{mark}>{escape(said)}</option>'
