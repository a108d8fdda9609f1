"""Where Russian is spoken, no message of check, build and doctor is left in English.

What may stand in Latin letters: places, ids, names of fields and commands, and what is quoted.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from contextlib import chdir
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import ROOT
from papers import edit, override
from starter import ITEMS, run
from test_check import BROKEN, ODD, _lay, _places, _with
from test_languages import catalogues

from generator import cli, explain, pdf, plan
from generator.check import check
from generator.cli import made as made_cli
from generator.cli.room import MistakenError
from generator.cli.voice import speak, spoken
from generator.load import MODELS, load
from generator.model import PAPERS, Record
from generator.plan import Result
from generator.said import Said
from generator.translations import missing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import click

    from generator.problems import Problem

pytest_plugins = ["tiny"]

PRESS = "items/report-2020/press-1.yaml"
LATER = date(2030, 1, 1)
# What a file is to say instead (at its end, where nothing is named) for the rest of the faults.
FAULTS = {
    "replaced": ("instruments.yaml", "in-force", "replaced\n  ended: 2022"),
    "ended": ("instruments.yaml", "in-force", "in-force\n  ended: 2022"),
    "replaced-unproved": ("instruments.yaml", "in-force", "replaced\n  ended: 2021"),
    "repealed-unproved": ("instruments.yaml", "in-force", "repealed\n  ended: 2021"),
    "ended-unproved": ("instruments.yaml", "in-force", "in-force\n  ended: 2021"),
    "heading": ("documents.yaml", "headings: [To the Government]", "headings: []"),
    "no-date": (PRESS, "2021-03", "[]"),
    "half-a-date": (PRESS, "2021-03", "March"),
    "backwards": (PRESS, "2021-03", "2021-03/2020"),
    "the-last-day": (PRESS, "2021-03", "after 9999"),
    "a-list-for-a-word": (PRESS, "topic: media", "topic: [media]"),
    "a-map-for-a-word": (PRESS, "topic: media", "topic: {media: x}"),
    "a-word-for-a-map": (PRESS, "{state: live}", "live"),
    "a-word-for-a-list": (PRESS, "[S01]", "S01"),
    "no-word": (PRESS, "topic: media", 'topic: media\nthemes: [""]'),
    "too-little": (PRESS, "topic: media", "topic: media\npriority: 0"),
    "no-number": (PRESS, "topic: media", "topic: media\npriority: much"),
    "no-place": (PRESS, "bullet: 1", "bullet: first"),
    "carried": (PRESS, "{state: live}", "{state: live, carried: {to: x}}"),
    "no-pair": (PRESS, "topic: media", "topic media"),
    "backslash": (PRESS, "Free the press", '"Free \\quite"'),
    "not-reviewed": (PRESS, "Free the press", "{en: Free the press, ru: Свободу прессе}"),
    "a-bar": (PRESS, "Free the press", "| Free\n the press"),
    "neither": ("cases/one.yaml", "", "id: one\ncarry_risk: perhaps\n"),
    "about-nothing": (
        "meetings/2026-12-01-gov.yaml",
        "",
        "id: 2026-12-01-gov\non: 2026-12-01\nbody: gov\nagenda: [{minutes: 5}]\n",
    ),
}
# What is typed, and codes: the same in every language.
TYPED = {
    "id",
    "yaml",
    "YAML",
    "UTF-8",
    "accede",
    "yes",
    "no",
    "after",
    "U",
    "x",
    "https",
    "Windows",
}
CODES = {"en", "fr", "kk", "ru", "zh-Hans"}


@pytest.fixture(autouse=True)
def _russian() -> Iterator[None]:
    """Speak Russian here, and English in the tests that follow."""
    speak("ru")
    yield
    speak("en")


def _models(model: type[Record] = Record) -> Iterator[type[Record]]:
    for each in model.__subclasses__():
        yield each
        yield from _models(each)


FIELDS = {name for model in _models() for name in model.model_fields}
SCALES = {word.value for scale in StrEnum.__subclasses__() for word in scale} | {*PAPERS}


def _options(command: click.Command) -> set[str]:
    return {option for param in command.params for option in param.opts}


COMMANDS = {*cli.cli.commands, *(o for each in cli.cli.commands.values() for o in _options(each))}
KNOWN = {*TYPED, *CODES, *FIELDS, *SCALES, *MODELS, *COMMANDS}


def english(text: str, *names: str) -> list[str]:
    """Return the Latin words of *text* that are no places, quotes, *names*, or to be typed."""
    text = re.sub(r"\b(recommendations|output|cases|items)/[\w./-]*", "", text)
    text = re.sub(r"""«[^»]*»|"[^"]*"|'[^']*'""", "", text)
    words = re.findall(r"(?<![\w.-])-{0,2}[A-Za-z][\w.-]*\w|(?<![\w.-])[A-Za-z]\b", text)
    return [word for word in words if word.removesuffix(".yaml") not in {*KNOWN, *names}]


def test_english_is_found() -> None:
    """The eye of these tests is not blind: one word of English among Russian ones is seen."""
    assert english("recommendations/a.yaml:1:2: press-1: поле «not this» is пусто.") == [
        "press-1",
        "is",
    ]
    assert english("press-1: поле title пусто: accede check --strict.", "press-1") == []
    assert english("title is empty. Add --nosuch") == ["is", "empty", "Add", "--nosuch"]


def _faulty(folder: Path, name: str) -> Path:
    """Lay a fault of data/broken, or of those above, over the sound project."""
    if name in BROKEN:
        return _lay([BROKEN[name]], folder)
    _lay([], folder)
    file, old, new = FAULTS[name]
    path = folder / "recommendations" / file
    if name.endswith("-unproved"):
        edit(folder / "recommendations" / PRESS, ("    evidence: [S01]\n", ""))
    if name in ("replaced", "ended") or name.endswith("-unproved"):
        refs = "topic: media\nlegal_refs: [{instrument: press-law}]"
        edit(folder / "recommendations" / PRESS, ("topic: media", refs))
    if old:
        edit(path, (old, new))
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(new, encoding="utf-8")
    return folder


def _problems(project: Path) -> list[Problem]:
    loaded = load(project)
    return [*check(loaded, LATER), *missing(loaded, "ru")]


def _names(project: Path) -> set[str]:
    return {name for _, name in load(project).spots} | {"press-1", "press-2"}


@pytest.mark.parametrize("name", [*BROKEN, *FAULTS])
def test_a_problem_has_no_english_left(tmp_path: Path, name: str) -> None:
    """Whatever is wrong with the data is told in Russian, at the same place, about the same id."""
    project = _faulty(tmp_path, name)
    problems = _problems(project)
    assert problems
    for problem in problems:
        line = problem.told(spoken)
        assert english(line, *_names(project)) == [], line
        assert re.search("[а-я]", line)
        assert line.startswith(f"{problem.place}: ")


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:12])
def test_no_value_is_too_odd_for_russian(tmp_path: Path, odd: object) -> None:
    """Whatever stands wherever in a record, nothing is said in English of it."""
    path = _lay([], tmp_path) / "recommendations" / PRESS
    record = yaml.load(path.read_bytes(), yaml.BaseLoader)  # noqa: S506 - makes strings only
    for at in _places(record):
        path.write_text(json.dumps(_with(record, at, odd)), encoding="utf-8")
        for problem in check(load(tmp_path)):
            line = problem.told(spoken).replace("To the Government", "")  # a heading of the data
            assert english(line, *_names(tmp_path)) == [], line


def _messages(message: object) -> Iterator[str]:
    """Yield a message as the catalogue has it, and those that stand in it."""
    if isinstance(message, Said):
        yield message.message
        for value in message.values.values():
            yield from _messages(value)


READING = ("check", "dates", "load/", "model/", "problems", "translations", "yamlsource")


def test_every_message_about_data_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The faults tried here bring out each message that reading and checking have."""
    heard: set[str] = set()

    def listen(message: str) -> str:
        heard.update(_messages(message))
        return spoken(message)

    for name in (*BROKEN, *FAULTS):
        for problem in _problems(_faulty(tmp_path / name, name)):
            problem.told(listen)
    denied = _lay([], tmp_path / "denied")
    with monkeypatch.context() as patch:
        patch.setattr("builtins.open", _denied)
        for problem in load(denied).problems:
            problem.told(listen)
    (denied / "recommendations" / "items" / "report-2020" / "a.yaml").mkdir()
    (denied / "recommendations" / "items" / "report-2020" / "b.yaml").symlink_to("/")
    for problem in load(denied).problems:
        problem.told(listen)
    lost = _lay([], tmp_path / "lost")
    (lost / "recommendations" / "topics.yaml").unlink()
    for problem in check(load(lost)):
        problem.told(listen)
    wanted = {
        message.id[0] if message.pluralizable else message.id
        for message in catalogues.messages(catalogues.CLI)
        if any(
            file.startswith(tuple(f"generator/{r}" for r in READING))
            for file, _ in message.locations
        )
    }
    assert wanted - heard == set()


def _denied(*_: object, **__: object) -> bytes:
    raise PermissionError(13, "Permission denied")


# What build, doctor and their neighbours say.


def _said(project: Path, *args: str) -> tuple[int, list[str]]:
    """Return the exit code and all lines that a command came to in Russian."""
    ran = run(project, "--ui-lang", "ru", *args)
    return ran.code, [*ran.stdout.splitlines(), *ran.stderr.splitlines()]


def test_a_build_speaks_russian(tiny: Path) -> None:
    """Lines, reasons and the closing line: made, kept, explained, and what is left out."""
    text = ("--format", "text")
    would, new = _said(tiny, "build", *text, "--dry-run"), _said(tiny, "build", *text)
    edit(tiny / ITEMS / "lantern-2026-01.yaml", ("title: Replace leave", "title: Swap leave"))
    edit(tiny / "recommendations/project.yaml", ("about: >-\n  Lantern", "about: >-\n  It"))
    override(tiny, "card.txt.j2", end="\n")
    again, kept = _said(tiny, "build", "--explain", *text), _said(tiny, "build", *text)
    forced = _said(tiny, "build", "--force", "--only", "card", *text)
    (tiny / "output/ruritania/card.txt").write_text("mine", encoding="utf-8")
    (tiny / "output/ruritania/briefing.txt").unlink()
    restored = _said(tiny, "build", *text)
    for code, lines in (would, new, again, kept, forced, restored):
        assert code == 0
        assert [word for line in lines for word in english(line, "output")] == [], lines
    assert "сделать output/ruritania/briefing.txt" in would[1][1]
    assert new[1][1].split()[0::2] == ["сделан", "новый"]
    assert new[1][-1] == "Сделано 3 файла, папка: output."
    assert "      изменилось содержание: 1, сведения об издателе" in again[1]
    assert "      изменился шаблон" in again[1]
    assert kept[1][0].endswith(" без изменений")
    assert {line.split("  ")[-1].strip() for line in restored[1][:3]} >= {
        "файл изменён извне",
        "файл пропал",
    }


def test_columns_stand_beneath_each_other(tiny: Path) -> None:
    """The words of a language may be longer than English ones; paths begin in one column."""
    _, lines = _said(tiny, "build", "--format", "text")
    assert len({line.index("output/") for line in lines if "output/" in line}) == 1


def test_what_papers_are_is_told_in_russian(tiny: Path) -> None:
    """Good, altered, gone, foreign, stale; and that there is none."""
    assert _said(tiny, "verify") == (0, ["В output материалов нет."])
    assert _said(tiny, "build", "--format", "text")[0] == 0
    papers = tiny / "output/ruritania"
    (papers / "card.txt").write_text("mine", encoding="utf-8")
    (papers / "briefing.txt").unlink()
    (papers / "mine.txt").write_text("mine", encoding="utf-8")
    code, lines = _said(tiny, "verify")
    assert code == 1
    told = [re.sub(r"[0-9a-f]{4}-[0-9a-f]{4}", "", line) for line in lines]
    assert [word for line in told for word in english(line, "output")] == [], lines
    words = {line.split("output/")[0].strip() for line in lines}
    assert words == {"в порядке", "изменён", "не найден", "чужой"}
    assert len({line.index("output/") for line in lines}) == 1
    assert _said(tiny, "build", "--format", "text")[0] == 0
    edit(tiny / ITEMS / "lantern-2026-01.yaml", ("title: Replace leave", "title: Swap leave"))
    assert "устарел " in "".join(_said(tiny, "verify", "output")[1])


def test_what_fails_is_told_in_russian(tiny: Path) -> None:
    """That texts are not reviewed, and that a template is missing; the engines keep their words."""
    text = ("--format", "text")
    code, lines = _said(tiny, "build", "--lang", "ru", *text)
    assert code == 1
    assert lines[0].startswith("ruritania: не получилось, прежние файлы остаются: на языке ru не")
    override(tiny, "card.txt.j2", end="{% include 'mine.j2' %}")
    assert _said(tiny, "build", *text)[1][0].endswith("среди шаблонов нет файла mine.j2")
    for line in lines:
        assert english(line, "ruritania", "output") == [], line
    override(tiny, "card.txt.j2", end="{{ nothing }}")
    assert "'nothing' is undefined" in _said(tiny, "build", *text)[1][0]


def test_an_outdated_bundle_is_told_in_russian(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What to type stands there as it is typed."""
    result = Result("osce", tmp_path, [], outdated=["pack.pdf"])
    made_cli.tell(result)
    said = capsys.readouterr().err.replace(str(tmp_path), "output")
    assert said.endswith("собрать заново: accede build osce\n")
    assert english(said, "osce", "pack.pdf") == []


def test_every_word_of_an_explanation_can_be_said() -> None:
    """Each name of what changed has its Russian, and so has each reason."""
    for words in (explain._WORDS, plan.REASONS, made_cli.NOTHING_TO_SAY):  # noqa: SLF001 - each of them
        assert words
        for message in words.values():
            assert english(spoken(message)) == [], message


def test_data_at_fault_is_told_by_a_build_too(tmp_path: Path) -> None:
    """The problems come in Russian wherever they are shown."""
    code, lines = _said(_faulty(tmp_path, "wrong-value"), "build")
    assert code == 1
    assert lines[-1] == (
        "Ничего не сделано. Сначала нужно исправить это; полный список покажет accede check."
    )
    assert [word for line in lines for word in english(line, "press-1")] == []


def test_the_doctor_speaks_russian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With Pango and without: names and versions stay, the rest is Russian."""
    names = ("Python", "WeasyPrint", "Pango", "sudo", "apt-get", "install", "brew", "pango")
    code, lines = _said(tmp_path, "doctor")
    assert (code, lines[-1]) == (0, "Всё нужное для материалов на месте.")
    assert lines[-2] == "проект      здесь нет"
    monkeypatch.setattr(pdf, "pango_version", lambda: "")
    without, said = _said(tmp_path, "doctor")
    assert without == 3
    assert "Pango       не найден" in said
    assert said[-1].startswith("Не найдена библиотека Pango, без которой материалы не сверстать: ")
    for line in (*lines, *said):
        assert [word for word in english(line, *names) if not word.startswith("lib")] == [], line
    monkeypatch.setattr(sys, "platform", "another")
    assert _said(tmp_path, "doctor")[1][-1].endswith("нужно установить Pango версии 1.50 или новее")


def test_the_first_commands_speak_russian_too(tmp_path: Path) -> None:
    """A new project is made, and its papers are removed, in Russian."""
    for args in (["init", "a", "--dry-run"], ["init", "a"]):
        code, lines = _said(tmp_path, *args)
        assert code == 0
        assert [
            w for line in lines for w in english(line, "a", "-C", ".gitignore") if "/" not in w
        ] == []
    assert _said(tmp_path / "a", "build", "--format", "text")[0] == 0
    for args in (["clean", "--dry-run"], ["clean", "--all"]):
        code, lines = _said(tmp_path / "a", *args)
        assert code == 0
        assert lines[0].split() == [
            "удалить" if "--dry-run" in args else "удалён",
            lines[0].split()[1],
        ]


WRONG = [
    "",
    "chekc",
    "frobnicate",
    "check --strcit",
    "check too much",
    "check more",
    "check --missing",
    "build --paper a3",
    "build --templates nowhere",
    "build --templates project.yaml",
    "build --force=1",
    "build --as-of 2008",
    "build --only chart",
    "build --lang xx",
    "build --format doc",
    "build osec",
    "build --blank --all",
    "build --meeting 2",
    "build --f",
    "-C nowhere check",
    "verify nothing",
    "verify 1f3a-90bc",
    "doctor --frobnicate",
]


@pytest.mark.parametrize("words", WRONG)
def test_a_wrong_command_line_is_told_in_russian(
    bundled: Path, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Click's own sentences are found again; the command, its options and values stay as typed."""
    monkeypatch.setattr(sys, "argv", ["accede", "--ui-lang", "ru", *words.split()])
    with chdir(bundled / "recommendations"):
        code = cli._run()  # noqa: SLF001 - as main does, but without ending the tests
    assert code == 2
    said = capsys.readouterr()
    assert said.out == ""
    *usage, last = said.err.replace(str(bundled.resolve()), "").splitlines()
    assert not usage or usage[0].startswith("Использование: accede ")
    assert last.startswith("Ошибка: ")
    assert english(last, *words.split(), "pdf", "html", "text", "too", "much", "de", "output") == []


def test_help_without_a_command_is_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who types no command gets the list of them, and nothing is called a mistake."""
    monkeypatch.setenv("LANGUAGE", "ru")
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setattr(sys, "argv", ["accede"])
    cli._run()  # noqa: SLF001 - as main does
    printed = capsys.readouterr()
    shown = printed.out + printed.err
    assert "  check " in shown
    assert "Ошибка" not in shown


def test_no_project_is_told_in_russian(tmp_path: Path) -> None:
    """The answer names the folder, and the command that makes a project."""
    with pytest.raises(MistakenError) as caught, chdir(tmp_path):
        cli.cli(["check"], standalone_mode=False)
    speak("ru")
    line = spoken(caught.value.message).replace(str(tmp_path.resolve()), "")
    assert line.startswith("здесь нет проекта: ни в ")
    assert english(line) == []


def test_a_mistake_of_ours_is_told_in_russian(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lines to report stay as they are, for those who read the report."""
    monkeypatch.setattr(sys, "argv", ["accede", "--ui-lang", "ru", "doctor"])
    monkeypatch.setattr(pdf, "pango_version", lambda: 1 / 0)
    assert cli._run() == 70  # noqa: SLF001 - as main does
    first, _, what, *steps, last = capsys.readouterr().err.splitlines()
    assert english(first) == english(last, "ACCEDE_TRACEBACK") == []
    assert re.fullmatch(r"  ZeroDivisionError at test_ui_messages\.py:\d+", what)
    assert steps


# Modules whose commands speak every language there is.
SPEAKING = (
    "cleaning",
    "made",
    "naming",
    "paper_options",
    "papers",
    "project",
    "room",
    "usage",
    "verifying",
    "watching",
)
SAYING = {
    *("say", "echo", "fail", "refuse"),
    *("UsageError", "BadParameter", "ClickException", "MistakenError"),
}


@pytest.mark.parametrize("module", SPEAKING)
def test_nothing_is_printed_unmarked(module: str) -> None:
    """What these commands say is a message, never a bare English sentence."""
    tree = ast.parse((ROOT / "generator" / "cli" / f"{module}.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    saying = [call for call in calls if ast.unparse(call.func).split(".")[-1] in SAYING]
    assert saying or module == "usage"
    bare = [text for call in saying for text in _bare(call.args[0])]
    assert [text for text in bare if re.search("[a-z]{2}", text)] == []


def _bare(node: ast.expr) -> Iterator[str]:
    """Yield the plain text of what is printed as it stands, less what is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for part in node.values if isinstance(node, ast.JoinedStr) else ():
        if isinstance(part, ast.Constant):
            yield str(part.value)
        elif isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.IfExp):
            yield from (*_bare(part.value.body), *_bare(part.value.orelse))
