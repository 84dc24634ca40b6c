# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The forms of one's own account."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.adapters.identity.signing_in import TooManyAttempts, spoken_wait
from jiesu.web.shared.templatetags.jiesu import spoken

_CODE_WIDGET = {
    "inputmode": "numeric",
    "autocomplete": "one-time-code",
    "pattern": "[0-9 ]*",
    "maxlength": "8",
}


def _password(label: object, purpose: str) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": purpose})
    return forms.CharField(label=label, strip=False, widget=widget)  # type: ignore[arg-type]  # -- lazy


def _code() -> forms.CharField:
    hint = gettext_lazy("打开手机上的动态口令应用，输入 6 位数字。")
    return forms.CharField(
        label=gettext_lazy("动态口令"), help_text=hint, widget=forms.TextInput(_CODE_WIDGET)
    )


class _Code:
    """Says in our words what is wrong with a code."""

    def clean_code(self) -> str:
        """Check the code."""
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # -- mixed into allauth's forms
        except TooManyAttempts as refusal:
            wait = spoken_wait(refusal.seconds).say(spoken())
            said = _("失败次数太多，请 %(wait)s后再试。") % {"wait": wait}
            raise forms.ValidationError(said) from None
        except forms.ValidationError as error:
            if error.code == "too_many_login_attempts":
                raise forms.ValidationError(_("失败次数太多，请 5 分钟后再试。")) from None
            said = _("动态口令不正确或已过期。请等待下一个口令后重试，并检查手机时间是否准确。")
            raise forms.ValidationError(said) from None
        return code


class CodeForm(_Code, AuthenticateForm):  # type: ignore[misc]  # -- allauth ships no types
    """The second factor at sign-in."""

    code = _code()


class EnrolForm(_Code, ActivateTOTPForm):  # type: ignore[misc]  # -- allauth ships no types
    """The first code of a new second factor."""

    code = _code()


class AgainForm(ReauthenticateForm):  # type: ignore[misc]  # -- allauth ships no types
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- a form's
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password(gettext_lazy("密码"), "current-password")

    def clean_password(self) -> str:
        """Check the password."""
        try:
            password: str = super().clean_password()
        except TooManyAttempts as refusal:
            wait = spoken_wait(refusal.seconds).say(spoken())
            said = _("失败次数太多，请 %(wait)s后再试。") % {"wait": wait}
            raise forms.ValidationError(said) from None
        except forms.ValidationError:
            raise forms.ValidationError(_("密码不正确。")) from None
        return password


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # -- allauth ships no types
    """A new password for oneself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- a form's
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = _password(gettext_lazy("现在的密码"), "current-password")
        self.fields["password1"] = _password(gettext_lazy("新密码"), "new-password")
        self.fields["password2"] = _password(gettext_lazy("再输一遍新密码"), "new-password")
        self.fields["password1"].help_text = gettext_lazy(
            "至少 10 个字符，不要用常见的密码。几个不相关的词连在一起最好记。"
        )
