"""The quick way to read a file: it reads what the parser reads, or leaves the file to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import DATA, ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.yamlsource import QuickSource, read, read_quickly

if TYPE_CHECKING:
    from pathlib import Path

FILES = [*sorted((ROOT / "recommendations").rglob("*.yaml")), *sorted(DATA.rglob("*.yaml"))]
# What a hand may slip in, and what the language makes much of.
SLIPS = st.sampled_from(
    """·  ·· - -: : :: # # " ' >- | [ ] { } ,· a key:·x key: &a *a ! ~ null % --- ... ?· @ \\ é = \
<<:·x ¶ ¶¶ ¶#·c¶ ¶··x:·y¶ \t \r \x85 \u2028 \ufeff \xa0 \x00 0 -·-·x key:¶-·x >-¶ >-¶··x""".replace(
        "¶", "\n"
    )
    .replace(" ", "\x1f")
    .replace("·", " ")
    .split("\x1f")
)


def _agree(data: bytes) -> bool:
    """Compare both ways to read *data*; tell whether the quick one read it at all."""
    quick, _ = read_quickly(data, "f.yaml")
    careful, problems = read(data, "f.yaml")
    assert json.dumps(quick.root) == json.dumps(careful.root)
    if not isinstance(quick, QuickSource):
        return False
    assert not problems
    assert quick.place(_deepest(quick.root)) == careful.place(_deepest(careful.root))
    return True


def _deepest(value: object) -> tuple[str | int, ...]:
    """Return the path to the last value of all."""
    if isinstance(value, dict) and value:
        key = list(value)[-1]
        return (key, *_deepest(value[key]))
    if isinstance(value, list) and value:
        return (len(value) - 1, *_deepest(value[-1]))
    return ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_file_we_have_is_read_alike(path: Path) -> None:
    """Both ways agree on every file of the dataset, and on those that are broken on purpose."""
    _agree(path.read_bytes())


def test_nearly_every_file_of_the_dataset_is_read_quickly() -> None:
    """The quick way is the usual one: a test that compares it with itself would prove nothing."""
    items = sorted((ROOT / "recommendations" / "items").rglob("*.yaml"))
    assert sum(_agree(path.read_bytes()) for path in items) > 0.7 * len(items)


@settings(max_examples=1500, deadline=None)
@given(st.data())
def test_whatever_a_hand_slips_in_both_ways_agree(data: st.DataObject) -> None:
    """A part of a real file with pieces put in or taken out is read alike, or refused alike."""
    lines = data.draw(st.sampled_from(FILES)).read_text("utf-8", "replace").split("\n")
    first = data.draw(st.integers(0, len(lines) - 1))
    lines = lines[first : first + data.draw(st.integers(1, 12))]
    margin = len(lines[0]) - len(lines[0].lstrip(" ")) if data.draw(st.booleans()) else 0
    text = "\n".join(line[margin:] if not line[:margin].strip() else line for line in lines)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, 4))
        text = text[:at] + data.draw(st.one_of(SLIPS, st.just(""))) + text[at + gone :]
    _agree(text.encode())


@given(st.binary(max_size=40))
@example(b"a: \xc3a\xa9")  # bytes that are UTF-8 once the plain ones between them are left out
def test_bytes_of_any_kind_are_read_alike(data: bytes) -> None:
    """What is no UTF-8 is left to the careful way, with its complaint."""
    _agree(data)
