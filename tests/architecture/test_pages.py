# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every page says what it needs; its words are there in both languages; nothing stands inline."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.template import engines
from django.template.loader import get_template
from django.urls import path
from django.urls.resolvers import RegexPattern, URLResolver
from tools.messages import CATALOGUE, in_template, renewed, rooms

from jiesu.application.catalogue import PERMISSIONS
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.web import CONTENT_SECURITY_POLICY, web_settings
from jiesu.web.shared.needs import OPEN, Route, entries, page, routes
from tests.architecture.tree import ENGINE, project_files, text_of

WEB = ENGINE / "web"
HAN = re.compile(r"[\u3400-\u9fff]")
OWN_NAME = {"中文"}
"""What stands in Chinese on English pages: the way back to Chinese."""
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)
MOST_SCRIPT = 24_000
"""All doors together; a page loads its share of it."""


def templates() -> list[Path]:
    return [each for each in project_files(WEB) if each.suffix == ".html"]


def catalogue_files() -> list[Path]:
    return [room / CATALOGUE for room in rooms() if (room / CATALOGUE).exists()]


def undeclared(found: tuple[Route, ...]) -> list[str]:
    """Return the routes whose views do not say what they need."""
    return [f"{route.path} ({route.name})" for route in found if route.needs is None]


def test_every_route_says_what_it_needs() -> None:
    assert routes()
    assert undeclared(routes()) == []


def test_every_permission_a_page_needs_is_known() -> None:
    needed = {need for route in routes() if route.needs for need in route.needs.any_of}
    assert needed <= PERMISSIONS | OPEN


def test_every_page_of_the_navigation_can_be_reached_without_arguments() -> None:
    by_name = {route.name: route for route in routes()}
    assert [name for name, _, _ in entries() if "<" in by_name[name].path] == []


def test_a_route_without_a_declaration_is_found() -> None:
    def view(request: object) -> None: ...

    class Addresses:
        urlpatterns = (path("a/", view, name="a"), path("b/", page("order.show")(view), name="b"))

    found = routes(URLResolver(RegexPattern(r"^"), Addresses))
    assert undeclared(found) == ["a/ (a)"]


def test_a_page_that_needs_nothing_must_say_so() -> None:
    with pytest.raises(ValueError, match="PUBLIC"):
        page()


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_every_word_of_a_room_has_its_english(room: Path) -> None:
    wanted = renewed(room)
    if wanted is None:
        assert not (room / CATALOGUE).exists()
        return
    assert text_of(room / CATALOGUE) == str(wanted), "run python -m tools.messages"
    assert [entry.msgid for entry in wanted.untranslated_entries()] == []
    assert [entry.msgid for entry in wanted if entry.fuzzy] == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{% translate '回访' %}", [("回访", "")]),
        ("{% blocktranslate %}第{{ n }}轮{% endblocktranslate %}", [("第%(n)s轮", "")]),
        (
            "{% blocktranslate count n=x %}{{ n }}次{% plural %}{{ n }}多次{% endblocktranslate %}",
            [("%(n)s次", "%(n)s多次")],
        ),
    ],
)
def test_a_template_is_heard_out_counted_words_included(
    template: str, words: list[tuple[str, str]]
) -> None:
    assert list(in_template(template)) == words


@pytest.mark.parametrize("path", catalogue_files(), ids=lambda path: path.parents[3].name)
def test_the_english_is_english_and_fills_the_same_places(path: Path) -> None:
    places = re.compile(r"%\((\w+)\)")
    for entry in polib.pofile(str(path)):
        for said in (entry.msgstr, *entry.msgstr_plural.values()):
            assert not HAN.search(said), entry.msgid
            if said:
                assert set(places.findall(said)) == set(places.findall(entry.msgid)), entry.msgid


def test_a_word_means_the_same_in_every_room() -> None:
    said: dict[str, set[str]] = {}
    for each in catalogue_files():
        for entry in polib.pofile(str(each)):
            said.setdefault(entry.msgid, set()).add(entry.msgstr)
    assert {word: ways for word, ways in said.items() if len(ways) > 1} == {}


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_every_chinese_word_of_a_template_is_marked_for_translation(path: Path) -> None:
    text = text_of(path)
    marked = re.sub(
        r"{%\s*blocktrans.*?endblocktrans\w*\s*%}|{%\s*trans\w*\s.*?%}|{#.*?#}",
        "",
        text,
        flags=re.DOTALL,
    )
    bare = [word for word in re.findall(r"[\u3400-\u9fff]+", marked) if word not in OWN_NAME]
    assert bare == []


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_nothing_stands_inline(path: Path) -> None:
    assert INLINE.findall(text_of(path)) == []


@pytest.mark.parametrize(
    "text", ["<script>", '<p style="x">', '<a onclick="x">', "<style>", 'href="javascript:x"']
)
def test_what_stands_inline_is_found(text: str) -> None:
    assert INLINE.search(text)


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_every_template_can_be_read(path: Path) -> None:
    name = path.relative_to(next(p for p in path.parents if p.name == "templates")).as_posix()
    assert get_template(name)
    assert engines["django"]


def test_our_own_script_stays_small() -> None:
    sizes = [each.stat().st_size for each in project_files(WEB) if each.suffix == ".js"]
    assert 0 < sum(sizes) <= MOST_SCRIPT


def test_the_policy_of_contents_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert settings.JIESU_CSP == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")


def test_a_deployment_passes_djangos_own_checks(tmp_path: Path) -> None:
    deployed = Settings(home=tmp_path, allowed_hosts=("12345.example",))
    derived = web_settings(deployed)
    given = {name: derived[name] for name in derived if name.isupper()}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**given, "SECRET_KEY": "s3cr3t-" * 12}.items():
            if name != "INSTALLED_APPS":
                patch.setattr(settings, name, value, raising=False)
        patch.setattr(settings, "DEBUG", False)
        patch.setattr(settings, "ALLOWED_HOSTS", list(deployed.allowed_hosts))
        patch.setattr(settings, "STATICFILES_DIRS", [], raising=False)
        found = run_checks(include_deployment_checks=True)
    assert [message for message in found if not message.is_silenced()] == []


def test_the_admin_of_django_is_not_there() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_on_this_machine_alone_plain_http_will_do(tmp_path: Path) -> None:
    plain = web_settings(Settings(home=tmp_path))
    assert not plain["SESSION_COOKIE_SECURE"]
    assert not plain["SECURE_SSL_REDIRECT"]
    mixed = web_settings(Settings(home=tmp_path, allowed_hosts=("localhost", "12345.example")))
    assert mixed["SESSION_COOKIE_SECURE"]
    assert mixed["CSRF_COOKIE_SECURE"]
    assert mixed["SECURE_HSTS_SECONDS"] == 31_536_000
