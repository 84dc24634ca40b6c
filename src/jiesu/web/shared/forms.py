# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How forms look, and the errors of a whole form in one summary."""

from typing import Any

from django.forms import Form
from django.forms.renderers import TemplatesSetting

from jiesu.kernel.errors import JiesuError
from jiesu.kernel.text import Language


class Renderer(TemplatesSetting):
    """Draws fields by our own template: label, hint, error, control."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class PageForm(Form):
    """A form of our pages: it can take up an error of the gate and stay filled in."""

    required_css_class = "required"
    error_css_class = "wrong"

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- a form's
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, error: JiesuError, language: Language) -> None:
        """Show an error of the gate above the form."""
        self.add_error(None, error.explain(language))
