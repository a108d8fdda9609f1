"""What a project's own templates may take: time and memory have an end, and the old papers stay."""

from __future__ import annotations

import itertools
import resource
import signal
import time
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from papers import TEMPLATES, tree
from starter import run

from generator import pages, press
from generator.bounds import BoundsError, bounded
from generator.files import RefusedError
from generator.pages import PageError, Pages
from generator.sandbox import Sandbox, bounds
from generator.words import Words

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["tiny"]

ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
GROWING = (
    "{%% set n = namespace(n=%s) %%}{%% for _ in range(99) %%}{%% set n.n = %s %%}{%% endfor %%}"
)


def limits() -> tuple[object, ...]:
    """Return all that bounding changes."""
    alarm = signal.getsignal(signal.SIGALRM)
    return resource.getrlimit(resource.RLIMIT_AS), signal.getitimer(signal.ITIMER_REAL), alarm


def test_time_has_an_end_and_nothing_is_left_of_it() -> None:
    """What takes too long is stopped; the process is as before."""
    before = limits()
    with pytest.raises(BoundsError, match=r"it takes more than 0\.1 seconds"), bounded(0.1, 1000):
        any(0 for _ in itertools.repeat(0))
    assert limits() == before


def test_memory_has_an_end_and_nothing_is_left_of_it() -> None:
    """What takes too much is stopped; the process is as before."""
    before = limits()
    with pytest.raises(BoundsError, match="it takes more than 100 MB of memory"), bounded(60, 100):
        bytes(200_000_000)
    assert len(bytes(200_000_000)) == 200_000_000
    assert limits() == before


def test_what_keeps_to_its_bounds_is_let_be() -> None:
    """Nothing is raised then or later."""
    with bounded(0.1, 100):
        bytes(10_000_000)
    time.sleep(0.2)


def test_bounds_within_bounds() -> None:
    """The outer ones hold when the inner ones are through."""

    def inner(_: int) -> None:
        with bounded(5, 100):
            time.sleep(0.1)

    with pytest.raises(BoundsError, match=r"0\.3 seconds"), bounded(0.3, 1000):
        list(map(inner, range(100)))


def test_elsewhere_than_in_the_main_thread_memory_is_bounded() -> None:
    """No signal reaches another thread: time is not bounded there, and nothing fails."""
    found: list[object] = []

    def work() -> None:
        try:
            with bounded(60, 100):
                bytes(200_000_000)
        except BoundsError as error:
            found.append(str(error))

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert found == ["it takes more than 100 MB of memory."]


def own(tmp_path: Path, text: str) -> Pages:
    """Return pages whose template for the card is *text*."""
    (tmp_path / "card.html.j2").write_text(text, encoding="utf-8")
    folders = (tmp_path, TEMPLATES)
    return Pages(folders, Words("en", folders))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ENDLESS, "card.html.j2:1: it takes more than 1 seconds."),
        (GROWING % ("'x'", "n.n ~ n.n"), "card.html.j2:1: it takes more than 300 MB of memory."),
        ("{{ '%999999999d' | format(1) }}", "card.html.j2:1: it takes more than 300 MB"),
        ("{{ 'x' * 999999999 }}", "card.html.j2:1: it takes more than 300 MB of memory."),
        ("{{ 9 ** (9 ** 9) }}", "card.html.j2:1: a number has too many digits."),
        (GROWING % ("9", "n.n * n.n"), "card.html.j2:1: a number has too many digits."),
        ("{{ range(999999) }}", "card.html.j2:1: Range too big."),
        ("{{ 'x' * 20_000_000 }}{{ 'y' * 20_000_000 }}", "it has more than 30000000 letters."),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "maximum recursion depth exceeded"),
        ("{% include 'card.html.j2' %}", "maximum recursion depth exceeded"),
        ("{{ ().__class__.__mro__ }}", "access to attribute '__class__' of 'tuple' object is"),
        ("{{ _('x').__init__.__globals__ }}", "access to attribute '__init__'"),
        ("(" * 5000, ""),
        ("{{ " + "(" * 5000 + " }}", "card.html.j2: maximum recursion depth exceeded"),
    ],
)  # fmt: skip
def test_a_template_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    """Whatever it tries, it ends soon, with its name and line."""
    monkeypatch.setattr(pages, "_SECONDS", 1)
    monkeypatch.setattr(pages, "_MEGABYTES", 300)
    before, began = limits(), time.monotonic()
    if not told:
        assert own(tmp_path, text).html("card", {}) == text
        return
    with pytest.raises(PageError) as raised:
        own(tmp_path, text).html("card", {})
    assert told in str(raised.value)
    assert time.monotonic() - began < 30
    assert limits() == before


def test_our_own_templates_are_not_bounded() -> None:
    """They may take what the data takes: of those nobody but us is the author."""
    before = limits()
    with bounds((TEMPLATES,), 1, 1):
        assert limits() == before
    with bounds((TEMPLATES.parent, TEMPLATES), 1, 1):
        assert limits() != before


def test_numbers_that_people_need_are_no_matter() -> None:
    """Products and powers of usual size are what they are, of texts too."""
    text = "{{ 12 * 12 }} {{ 2 ** 64 }} {{ 'ab' * 3 }} {{ 2 ** -1 }} {{ 1.5 * 2 }}"
    assert Sandbox().from_string(text).render() == "144 18446744073709551616 ababab 0.5 3.0"


def test_a_pack_with_an_endless_template_keeps_its_papers(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build says which template it is, and ends; what was made before stays."""
    monkeypatch.setattr(pages, "_SECONDS", 1)
    assert run(tiny, "build", "--format", "text").code == 0
    before = tree(tiny / "output")
    (tiny / "templates").mkdir()
    (tiny / "templates" / "card.txt.j2").write_text(ENDLESS, encoding="utf-8")
    ran = run(tiny, "build", "--format", "text")
    assert ran.code == 1
    assert "the old papers stay: card.txt.j2:1: it takes more than 1 seconds." in ran.stderr
    assert tree(tiny / "output") == before


def test_a_style_that_never_ends_ends(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Laying out is bounded too, where a project brings its own styles."""
    monkeypatch.setattr(press, "_SECONDS", 1)
    (tiny / "templates").mkdir()
    card = (TEMPLATES / "card.html.j2").read_text("utf-8")
    long = "{% block content %}" + "{% for n in range(99999) %}<p>{{ n }}{% endfor %}"
    (tiny / "templates" / "card.html.j2").write_text(
        card.replace("{% block content %}", long), encoding="utf-8"
    )
    ran = run(tiny, "build", "--only", "card", "--jobs", "1")
    assert ran.code == 1
    assert "card: it takes more than 1 seconds." in ran.stderr


def test_a_draft_is_bounded(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So is the template of a new record."""
    monkeypatch.setattr("generator.drafts._SECONDS", 1)
    (tiny / "templates" / "new").mkdir(parents=True)
    (tiny / "templates" / "new" / "topic.yaml.j2").write_text(ENDLESS, encoding="utf-8")
    with pytest.raises(RefusedError, match=r"new/topic\.yaml\.j2: it takes more than 1 seconds"):
        run(tiny, "new", "topic", "press")
