# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where one's own account lies; the names without a room are those allauth asks for."""

from django.urls import include, path

from jiesu.web.account import views

_OWN = [
    path("", views.overview, name="overview"),
    path("places/<int:place>/end/", views.end_place, name="end-place"),
]

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", views.second_factor, name="mfa_authenticate"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("account/", include((_OWN, "account"))),
    path("account/again/", views.again, name="account_reauthenticate"),
    path("account/password/", views.new_password, name="account_change_password"),
    path("account/second-factor/", views.enrol, name="mfa_activate_totp"),
    path("account/second-factor/off/", views.put_aside, name="mfa_deactivate_totp"),
]
