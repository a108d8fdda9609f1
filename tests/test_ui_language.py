"""The command line speaks the user's language, and programs get the same in every one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from conftest import DATA, ROOT
from starter import run
from test_check import BROKEN, _lay
from test_languages import catalogues

from generator.cli.voice import languages, of_environment, speak, spoken
from generator.said import counted, joined, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Accede

pytest_plugins = ["tiny"]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Return the tiny sound project: a check keeps what it read beside the data."""
    return shutil.copytree(DATA / "sound", tmp_path / "sound")


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """Leave no test after this one in another language."""
    yield
    speak("en")


# Which language it is.


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru"}, "ru"),
        ({"LANG": "ru@latin"}, "ru"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE", "LC_MESSAGES": "ru_RU"}, "ru"),
        ({"LANG": "ru_RU", "LC_MESSAGES": "en_US"}, "en"),
        ({"LC_MESSAGES": "ru_RU", "LC_ALL": "en_US"}, "en"),
        ({"LC_ALL": "ru_RU", "LC_MESSAGES": "en_US", "LANG": "en_US"}, "ru"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ru_RU"}, "ru"),
        ({"LANGUAGE": "ru", "LC_ALL": "en_US.UTF-8"}, "ru"),
        ({"LANGUAGE": "en:ru", "LANG": "ru_RU.UTF-8"}, "en"),
        ({"LANGUAGE": "kk:ru:en", "LANG": "kk_KZ.UTF-8"}, "ru"),
        ({"LANGUAGE": "de", "LANG": "ru_RU.UTF-8"}, "en"),
        ({"LANGUAGE": "", "LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANGUAGE": "ru"}, "ru"),
        ({"LANGUAGE": "ru", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "ru", "LANG": "POSIX"}, "en"),
        ({"LC_CTYPE": "ru_RU.UTF-8"}, "en"),
    ],
    ids=str,
)
def test_the_language_of_the_environment(environment: dict[str, str], language: str) -> None:
    """It is found as gettext finds it; where accede has no words for it, it is English."""
    assert of_environment(environment) == language


@pytest.mark.parametrize(
    ("options", "environment", "line"),
    [
        ([], {"LANGUAGE": "", "LANG": "ru_RU.UTF-8"}, "Прочитано 2 пункта: всё в порядке.\n"),
        (["--ui-lang", "ru"], {"LC_ALL": "C.UTF-8"}, "Прочитано 2 пункта: всё в порядке.\n"),
        (["--ui-lang", "en"], {"LANGUAGE": "ru"}, "2 items read: all is well.\n"),
        ([], {"LANGUAGE": "", "LC_ALL": "C", "LANG": "ru_RU"}, "2 items read: all is well.\n"),
    ],
    ids=["environment", "option", "option for English", "a plain locale"],
)
def test_the_option_comes_before_the_environment(
    accede: Accede, sound: Path, options: list[str], environment: Any, line: str
) -> None:
    """--ui-lang decides; without it the environment does."""
    ran = accede(*options, "-C", sound, "check", **environment)
    assert (ran.code, ran.stdout, ran.stderr) == (0, "", line)


def test_the_languages_there_are_are_named(accede: Accede) -> None:
    """Help names them, and so does the answer to one that is not there."""
    assert languages() == ["en", *catalogues.CLI.catalogues()] == ["en", "ru"]
    assert "[en|ru]" in accede("--help").stdout
    ran = accede("--ui-lang", "xx", "check")
    assert (ran.code, ran.stdout) == (2, "")
    assert "'--ui-lang': 'xx' is not one of 'en', 'ru'." in ran.stderr


@pytest.mark.parametrize(
    ("encoding", "line"),
    [
        ("ascii", "2 items read: all is well.\n"),
        ("cp866", "2 items read: all is well.\n"),
        ("koi8-r", "2 items read: all is well.\n"),
        ("cp1251", "Прочитано 2 пункта: всё в порядке.\n"),
    ],
    ids=["ascii", "cp866", "koi8-r", "cp1251"],
)
def test_a_terminal_without_the_letters_gets_english(sound: Path, encoding: str, line: str) -> None:
    """What a terminal in an old encoding cannot show is not printed there, and nothing breaks."""
    ran = subprocess.run(
        [sys.executable, "-m", "generator", "--ui-lang", "ru", "-C", str(sound), "check"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", line.encode(encoding))


# What stays the same in every language.


def _faulty(folder: Path) -> Path:
    return _lay([BROKEN[name] for name in ("wrong-value", "long-short-form")], folder)


def test_json_and_exit_codes_are_the_same(accede: Accede, tmp_path: Path) -> None:
    """Programs get the same JSON and the same exit code, whatever the person speaks."""
    project = _faulty(tmp_path)
    for command in (["check", "--json"], ["build", "--json"], ["check"], ["doctor", "--frob"]):
        english, russian = (
            accede("--ui-lang", language, "-C", project, *command) for language in ("en", "ru")
        )
        assert english.code == russian.code
        assert english.stderr != russian.stderr
        assert (english.stdout == russian.stdout) is (command != ["check"])
    assert russian.code == 2


def test_a_build_in_json_is_the_same(tiny: Path) -> None:
    """The reasons in it are English, and so is what went wrong."""
    options = ("build", "--json", "--format", "text")
    first = run(tiny, "--ui-lang", "ru", *options, "--dry-run")
    assert first.json == run(tiny, *options, "--dry-run").json
    assert {file["why"] for pack in first.json for file in pack["files"]} == {"new"}
    failed = ("build", "--json", "--lang", "ru", "--format", "text")
    russian, english = run(tiny, "--ui-lang", "ru", *failed), run(tiny, *failed)
    assert (russian.code, russian.stdout) == (english.code, english.stdout)
    assert "not reviewed in ru" in russian.json[0]["failed"]


def test_english_needs_no_babel(accede: Accede, sound: Path, tmp_path: Path) -> None:
    """Nothing is loaded for another language where English is spoken; for Russian it is."""
    (tmp_path / "babel.py").write_text("raise RuntimeError('not here')\n", encoding="utf-8")
    path = f"{tmp_path}:{ROOT}"
    for command in (["--help"], ["-C", sound, "check"], ["-C", sound, "list"], ["doctor"]):
        ran = accede(*command, PYTHONPATH=path, LANGUAGE="de")
        assert ran.code == 0, ran.stderr
    assert accede("--ui-lang", "ru", "-C", sound, "check", PYTHONPATH=path).code == 70


# The catalogue.


def test_the_template_is_up_to_date() -> None:
    """The list of messages is that of the code: ./run catalogues makes it."""
    current = [message.id for message in catalogues.messages(catalogues.CLI) if message.id]
    kept = [message.id for message in catalogues.read(catalogues.CLI.template) if message.id]
    assert kept == current
    assert len(current) > 250


@pytest.fixture(params=[*catalogues.CLI.catalogues()])
def catalogue(request: pytest.FixtureRequest) -> Any:
    """Return each catalogue of the command line."""
    return catalogues.read(catalogues.CLI.catalogue(request.param), request.param)


def test_a_catalogue_is_whole(catalogue: Any) -> None:
    """It has every message, in every plural form, none of them a guess, none that is gone."""
    assert catalogues.missing(catalogue) == []
    assert [message.id for message in catalogue if message.fuzzy and message.id] == []
    wanted = {message.id for message in catalogues.messages(catalogues.CLI) if message.id}
    assert {message.id for message in catalogue if message.id} == wanted


def test_a_catalogue_keeps_the_placeholders(catalogue: Any) -> None:
    """Each translation holds the placeholders of its message, no others, and each once."""
    holds = re.compile(r"%\((\w+)\)s")
    for message in catalogue:
        ids = message.id if message.pluralizable else (message.id,)
        strings = message.string if message.pluralizable else (message.string,)
        for form in strings if message.id else ():
            assert sorted(holds.findall(form)) == sorted(holds.findall(ids[-1])), form
            assert "%" not in holds.sub("", form), form


def test_a_catalogue_is_typeset(catalogue: Any) -> None:
    """Quoted values stand in the language's own marks; what is to be typed keeps its own."""
    for message in catalogue:
        ids = message.id if message.pluralizable else (message.id,)
        strings = message.string if message.pluralizable else (message.string,)
        for form in strings if message.id else ():
            assert not re.search(r'"%\(\w+\)s"', form), form
            assert form.count("«") == form.count("»"), form
            assert form.strip() == form
            assert form[-1] == ids[-1][-1] or ids[-1][-1] not in ".:?)", form


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "Прочитано 0 пунктов: всё в порядке."),
        (1, "Прочитан 1 пункт: всё в порядке."),
        (2, "Прочитано 2 пункта: всё в порядке."),
        (5, "Прочитано 5 пунктов: всё в порядке."),
        (11, "Прочитано 11 пунктов: всё в порядке."),
        (21, "Прочитан 21 пункт: всё в порядке."),
        (22, "Прочитано 22 пункта: всё в порядке."),
        (101, "Прочитан 101 пункт: всё в порядке."),
        (1200, "Прочитано 1\u00a0200 пунктов: всё в порядке."),
    ],
)
def test_counts_have_three_forms(number: int, text: str) -> None:
    """Russian counts one, a few and many, and parts thousands."""
    message = "%(n)s items read: %(found)s."
    speak("ru")
    assert spoken(counted(message, message, number, found=said("all is well"))) == text
    speak("en")
    assert spoken(counted(message, message, number, found=said("all is well"))) == (
        f"{number} items read: all is well."
    )


def test_what_is_no_message_is_said_as_it_is() -> None:
    """Text of the data, and a message no catalogue has, go through unchanged."""
    speak("ru")
    assert spoken("a file made") == "a file made"
    assert spoken(said("the colour %(word)s is wrong.", word="red")) == "the colour red is wrong."
    assert spoken(joined([said("Stopped."), "x"])) == "Остановлено. x"
