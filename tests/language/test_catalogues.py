"""The catalogues say the same in every language, and every key that the code asks for is there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages.checkers import checkers
from babel.messages.pofile import read_po

from monitor.language import Tongue

ROOM = Path(__file__).parents[2] / "monitor"
LOCALE = ROOM / "language" / "locale"


DOMAINS = ("monitor.po", "web.po")


def messages(locale: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for domain in DOMAINS:
        with (LOCALE / locale / "LC_MESSAGES" / domain).open("rb") as file:
            for message in read_po(file, abort_invalid=True):
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    assert key not in found, key
                    found[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return found


def filled(pattern: str) -> frozenset[str]:
    return frozenset(re.findall(r"{(\w+)}", pattern))


@pytest.mark.parametrize("locale", ["zh_CN", "zh_TW"])
def test_every_catalogue_has_the_same_keys_and_values_as_the_english_one(locale):
    english, other = messages("en"), messages(locale)
    assert english.keys() == other.keys()
    for key, forms in english.items():
        assert all(form for form in (*forms, *other[key])), key
        # A singular may say "one" where the others name the number.
        assert {filled(form) - {"n"} for form in forms} == {filled(form) - {"n"} for form in other[key]}, key


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("locale", ["zh_CN", "zh_TW", "en"])
def test_plural_forms_are_as_many_as_the_language_has(locale, domain):
    with (LOCALE / locale / "LC_MESSAGES" / domain).open("rb") as file:
        found = read_po(file)
    assert checkers
    for message in found:
        assert not [error for check in checkers for error in [check(found, message)] if error]
        if isinstance(message.id, tuple):
            assert len(message.string) == found.num_plurals


def test_the_traditional_catalogue_is_made_from_the_simplified_one():
    spec = importlib.util.spec_from_file_location("make_zh_tw", LOCALE / "make_zh_TW.py")
    assert spec
    assert spec.loader
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    for domain in DOMAINS:
        assert (maker.TRADITIONAL / domain).read_text(encoding="utf-8") == maker.made(domain)
    assert Tongue("zh-Hant").say("headline_nothing") == "沒有新的招商行程、簽約和產業鏈動態"


def test_every_key_that_is_named_in_code_or_templates_is_there():
    known = messages("en").keys()
    asked = re.compile(r"""\b(?:say|(?:Query|Ask|Spoken)Error)\(\s*["'](\w+)["']\s*[,)]""")
    files = [path for kind in ("*.py", "*.txt", "*.md", "*.html") for path in (ROOM).rglob(kind)]
    keys = {key for path in files for key in asked.findall(path.read_text(encoding="utf-8"))}
    assert len(keys) > 60
    assert keys <= known


def test_a_key_that_is_not_there_is_a_defect():
    with pytest.raises(KeyError):
        Tongue("en").say("no such key")


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [("zh-Hans", "1个项目", "2个项目"), ("zh-Hant", "1個項目", "2個項目"), ("en", "1 project", "2 projects")],
)
def test_a_number_chooses_the_plural_form(language, one, many):
    tongue = Tongue(language)
    assert [tongue.say("n_projects", 1), tongue.say("n_projects", 2)] == [one, many]
