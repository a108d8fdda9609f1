"""Whatever a file holds, reading and checking end with data or with problems, never with a crash.

./run test --thorough tries two hundred thousand files instead of some hundreds.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from conftest import DATA
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.check import check
from generator.load import load
from generator.problems import Problem
from generator.yamlsource import read

if TYPE_CHECKING:
    from random import Random

SOUND = DATA / "sound"
FILES = sorted(path.relative_to(SOUND).as_posix() for path in SOUND.rglob("*.yaml"))
SEED = 20261127
# What gives YAML, its readers and its writers trouble.
ODD = [
    *(
        b"&a ",
        b"*a",
        b"<<: *a\n",
        b"!!python/object:os.system ",
        b"! ",
        b"? ",
        b": ",
        b"- ",
        b"|\n",
    ),
    *(b">-\n", b"'", b'"', b"\\", b"{", b"}", b"[", b"]", b"%YAML 9\n", b"---\n", b"...\n", b"#"),
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r",
        b"\x85",
        b"\t",
        b"\xe2\x80\xae",
        b"\xed\xa0\x80",
    ),
    *(
        b"[" * 300,
        b"{a: " * 200,
        b"- " * 500,
        b"9" * 5000,
        b"1e9999",
        b".inf",
        b".nan",
        b"0x",
        b"~",
    ),
    *(b"2026-99-99", b"0000", b"9999-12-31", b"../../etc/passwd", b"id: ..\n", b"\n" * 50),
]


def damaged(content: bytes, chance: Random) -> bytes:
    """Return *content* with one to four things done to it."""
    for _ in range(chance.randint(1, 4)):
        at, end = sorted(chance.choices(range(len(content) + 1), k=2))
        end = min(end, at + chance.choice((1, 3, 40, 400)))
        match chance.randrange(6):
            case 0:
                content = content[:at] + chance.choice(ODD) + content[at:]
            case 1:
                content = content[:at] + content[end:]
            case 2:
                content = content[:end] + content[at:end] + content[end:]
            case 3:
                content = content[:at] + chance.randbytes(end - at) + content[end:]
            case 4:
                lines = content.split(b"\n")
                chance.shuffle(lines)
                content = b"\n".join(lines) if chance.random() < 0.1 else content
            case _:
                content = content[:at] + chance.choice(ODD) + content[end:]
    return content


def is_told(name: str, content: bytes) -> None:
    """Read and check the sound project with other content in one file."""
    loaded = load(SOUND, {name: content})
    for problem in check(loaded):
        assert isinstance(problem, Problem)
        assert str(problem).isprintable()
        assert len(str(problem)) < 2000
    assert loaded.dataset or loaded.problems


@pytest.mark.parametrize("part", range(4))
def test_damaged_files_are_data_or_problems(part: int, thorough: bool) -> None:  # noqa: FBT001
    """Real files, damaged at random: the seed is told, so that each can be made again."""
    chance = random.Random(f"{SEED}-{part}")  # noqa: S311 - chance, no secret
    for number in range(50_000 if thorough else 120):
        name = chance.choice(FILES)
        content = damaged((SOUND / name).read_bytes(), chance)
        try:
            is_told(name, content)
        except Exception as error:
            raise AssertionError(f"{SEED}-{part}, {number}: {name}\n{content!r}") from error


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """What is no YAML of ours is a problem with a place."""
    _, problems = read(content, "a.yaml")
    assert all(problem.place.file == "a.yaml" for problem in problems)
