# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Signing in and out, the second factor, the password, the places one is signed in at."""

from typing import Any

from allauth.account.internal.flows import logout as logout_flow
from allauth.account.views import LoginView, PasswordChangeView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.adapters.identity import sessions
from jiesu.adapters.identity.models import Account
from jiesu.web.account.forms import AgainForm, CodeForm, EnrolForm, NewPasswordForm
from jiesu.web.shared.actors import limits_of
from jiesu.web.shared.entrance import SignInForm
from jiesu.web.shared.kept import Kept, kept_in, send_on
from jiesu.web.shared.needs import PUBLIC, SIGNED_IN, page
from jiesu.web.shared.rooms import Request


class _Invalid:
    """A form that is not filled in right is answered 422."""

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ANN401 -- any form
        """Show the form again."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # -- mixed in
        response.status_code = 422
        return response


class SignIn(_Invalid, LoginView):  # type: ignore[misc]  # -- allauth ships no types
    """Login and password, and with them whatever a lost session left to be sent."""

    form_class = SignInForm
    template_name = "account/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 -- a view's
        """Carry along what was kept."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["kept"] = kept_in(self.request.POST, self.request)
        context["ended"] = "ended" in self.request.GET or context["kept"] is not None
        context["next"] = self.request.POST.get("next") or self.request.GET.get("next") or ""
        return context

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Sign in, ask for the second factor, or send on what was kept."""
        response: HttpResponse = super().form_valid(form)
        kept = kept_in(self.request.POST, self.request)
        if self.request.user.is_authenticated:
            return _arrived(self.request, response, kept)
        if kept is not None and response.headers.get("Location") == reverse("mfa_authenticate"):
            return render(
                self.request, "account/code.html", {"form": CodeForm(user=form.user), "kept": kept}
            )
        return response


class SecondFactor(AuthenticateView):  # type: ignore[misc]  # -- allauth ships no types
    """The code of the second factor."""

    form_class = CodeForm
    template_name = "account/code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 -- a view's
        """Carry along what was kept."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["kept"] = kept_in(self.request.POST, self.request)
        return context

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Finish signing in."""
        response: HttpResponse = super().form_valid(form)
        return _arrived(self.request, response, kept_in(self.request.POST, self.request))

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """Show the form again."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


def _arrived(request: Request, response: HttpResponse, kept: Kept | None) -> HttpResponse:
    account = request.user
    if isinstance(account, Account):
        request.session.save()  # a session not stored yet would count as ended
        sessions.keep_to(limits_of(request.office.settings), account)
    return response if kept is None else send_on(request, kept, signed_in=True)


class Again(_Invalid, ReauthenticateView):  # type: ignore[misc]  # -- allauth ships no types
    """The password once more."""

    form_class = AgainForm
    template_name = "account/again.html"


class NewPassword(_Invalid, PasswordChangeView):  # type: ignore[misc]  # -- allauth ships no types
    """A new password; other sessions end, this one goes on."""

    form_class = NewPasswordForm
    template_name = "account/password.html"

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        """Change it."""
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("密码已修改，其他位置的登录已结束。"))
        return response

    def get_success_url(self) -> str:
        """Go back to the account."""
        return reverse("account:overview")


class Enrol(_Invalid, ActivateTOTPView):  # type: ignore[misc]  # -- allauth ships no types
    """Switch the second factor on."""

    form_class = EnrolForm
    template_name = "account/enrol.html"

    def get_success_url(self) -> str:
        """Go back to the account."""
        messages.success(self.request, _("动态口令已启用，下次登录时需要输入。"))
        return reverse("account:overview")


class PutAside(_Invalid, DeactivateTOTPView):  # type: ignore[misc]  # -- allauth ships no types
    """Switch the second factor off."""

    template_name = "account/put_aside.html"

    def get_success_url(self) -> str:
        """Go back to the account."""
        messages.success(self.request, _("动态口令已关闭。"))
        return reverse("account:overview")


sign_in = page(PUBLIC, keep=False)(SignIn.as_view())
second_factor = page(PUBLIC, keep=False)(SecondFactor.as_view())
again = page(SIGNED_IN, keep=False)(Again.as_view())
new_password = page(SIGNED_IN, keep=False)(NewPassword.as_view())
enrol = page(SIGNED_IN, keep=False)(Enrol.as_view())
put_aside = page(SIGNED_IN, keep=False)(PutAside.as_view())


@page(PUBLIC, methods=("POST",), keep=False)
def sign_out(request: Request) -> HttpResponseBase:
    """End this session."""
    if request.user.is_authenticated:
        logout_flow.logout(request)
        messages.success(request, _("您已退出登录。"))
    return redirect("account_login")


@page(SIGNED_IN)
def overview(request: Request) -> HttpResponse:
    """Show one's own account: memberships, second factor, places signed in at."""
    account = _own(request)
    context = {
        "factor": is_mfa_enabled(account, [Authenticator.Type.TOTP]),
        "places": sessions.places(account, request.session.session_key),
    }
    return render(request, "account/overview.html", context)


@page(SIGNED_IN, methods=("POST",), keep=False)
def end_place(request: Request, place: int) -> HttpResponse:
    """End one of one's own sessions."""
    account = _own(request)
    if not sessions.end(account, place):
        raise Http404
    messages.success(request, _("该位置的登录已结束。"))
    return HttpResponseRedirect(reverse("account:overview"))


def _own(request: Request) -> Account:
    if not isinstance(request.user, Account):
        raise Http404
    return request.user
