# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The sign-in form itself, since a lost session may ask for it on any page."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.adapters.identity.signing_in import TooManyAttempts, spoken_wait
from jiesu.web.shared.kept import Kept
from jiesu.web.shared.rooms import Request


class SignInForm(LoginForm):  # type: ignore[misc]  # -- allauth ships no types
    """Login and password, with reasons people can act on."""

    request: Request
    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- a form's
        super().__init__(*args, **kwargs)
        plain = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(
            label=gettext_lazy("登录名"),
            max_length=64,
            widget=forms.TextInput({"autocomplete": "username", **plain}),
        )
        self.fields["password"] = forms.CharField(
            label=gettext_lazy("密码"),
            strip=False,
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
        )
        self.order_fields(["login", "password"])

    def clean(self) -> dict[str, Any] | None:
        """Check who it is; say what is wrong without saying whether the login exists."""
        try:
            cleaned: dict[str, Any] | None = super().clean()
        except TooManyAttempts as refusal:
            wait = spoken_wait(refusal.seconds).say(self.request.language)
            said = _("失败次数太多，请 %(wait)s后再试。忘记密码请联系管理员。") % {"wait": wait}
            raise forms.ValidationError(said, code="too_many_login_attempts") from None
        except forms.ValidationError:
            said = _("登录名或密码不正确。请检查大小写和输入法后重试。")
            raise forms.ValidationError(said, code="mismatch") from None
        if self.user is not None and not self.user.is_active:
            raise forms.ValidationError(_("这个账号已停用。请联系管理员。"), code="locked")
        return cleaned


def sign_in_page(request: Request, kept: Kept | None) -> HttpResponse:
    """Return an empty sign-in page that carries ``kept`` along."""
    context = {"form": SignInForm(request=request), "kept": kept, "ended": True}
    return render(request, "account/sign_in.html", context)
