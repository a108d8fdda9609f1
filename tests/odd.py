"""YAML as nobody should write it and somebody does; values that give its writers trouble."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from conftest import DATA, ROOT
from test_edits import BLOCK_LISTS, OTHER_LISTS, Typist
from test_fuzz import damaged

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

FILES = sorted([*(DATA / "sound").rglob("*.yaml"), *(ROOT / "recommendations").rglob("*.yaml")])
KEYS = ("text", "as_of", "summary", "en", "ru", "no", "on", "a: b", "#", "- x", "", "1", "\u0430")
WORDS = (
    *("", " ", "a", "no", "null", "~", "1.10", "12:30", "2026-11-22", "on", "0x1F", "=", "<<"),
    *("- a", "-", "--- a", "---", "...", "? a", ": a", "a: b", "a:", "a #b", "#b", "# b", "&a"),
    *("*a", "!a", "%a", "@a", "`a`", "|", ">-", "'", '"', "it's", 'say "so"', "\\", "\\n", "[a"),
    *("{a: b}", "a\nb", "a\n\nb\n", "\na", " a", "a ", "a\tb", "\ta", "a\r\nb", "a\rb", "a\n  b"),
    *("a\n# b", "a\x85b", "a\u2028b", "\u2029", "\ufeff", "a\ufeffb", "\u202ea\u202c", "\u200f"),
    *("\u00a0a", "\x00", "\x07", "\x1b[31m", "\x7f", "\ufffe", "\ud800", "\udcff", "\U0010ffff"),
    *("\U0001f600", "Қазақстан халқы", "حرية الصحافة", "e\u0301", "word " * 40, "x" * 3000),
    *("a: " * 60, "длинно, " * 300, "{{ 7*7 }}", "</style>", "=1+1", "end." + " " * 70 + "x"),
    *("long " * 15 + "\n" + "lines " * 20, "one  two " * 12, "- dash, and more words " * 6),
)
_PAIR = re.compile(r" *(- )?\w+:( |$)")


def text(chance: Random) -> str:
    """Return a text of one to eight odd words."""
    glue = chance.choice(("", " ", " ", "\n"))
    return glue.join(chance.choices(WORDS, k=chance.choice((1, 1, 1, 2, 3, 8))))


def value(chance: Random, depth: int = 0) -> Any:
    """Return what a record may hold."""
    kind = chance.randrange(9) if depth < 3 else 0
    if kind < 6:
        return text(chance) if kind else chance.choice((text(chance), None))
    if kind == 6:
        return [value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {key: value(chance, depth + 1) for key in chance.sample(KEYS, chance.randrange(4))}


def remarks(said: str, chance: Random) -> str:
    """Put remarks behind lines and between them, each with a number of its own."""
    lines = []
    for number, line in enumerate(said.split("\n")):
        if chance.random() < 0.1 and _PAIR.match(line):  # elsewhere it would end a block of text
            lines.append(" " * chance.randrange(7) + f"# remark {number}a")
        behind = f"  # remark {number}b" if chance.random() < 0.2 and line.strip() else ""
        lines.append(line + behind)
    return "\n".join(lines)


def redumped(said: str, chance: Random) -> str:
    """Write the same values with other brackets, quotes, indents and breaks."""
    known = yaml.load(said, Loader=yaml.BaseLoader)  # noqa: S506 - makes only texts
    return yaml.dump(
        known,
        default_flow_style=chance.choice((True, False, None)),
        default_style=chance.choice((None, "|", ">", '"', "'")),
        indent=chance.randrange(2, 9),
        width=chance.choice((20, 80, 9999)),
        allow_unicode=chance.random() < 0.7,
        explicit_start=chance.random() < 0.2,
        line_break=chance.choice(("\n", "\r\n")),
        sort_keys=False,
    )


def quoted(said: str, chance: Random) -> str:
    """Put some keys in quotes."""
    mark = chance.choice("\"'")
    found = re.compile(r"^( *(?:- )?)(\w+)(?=:(?: |$))", re.MULTILINE)
    return found.sub(
        lambda key: f"{key[1]}{mark}{key[2]}{mark}" if chance.random() < 0.4 else key[0], said
    )


def named(said: str, chance: Random) -> str:
    """Give names to some values, and use one of them."""
    found = re.compile(r"^( *(?:- )?\w+:)(?= \w|$)", re.MULTILINE)
    names = [f"n{chance.randrange(10**9)}" for _ in range(3)]
    for name in names:
        said = found.sub(rf"\1 &{name}", said, count=1)
    return found.sub(lambda key: key[1], said) + chance.choice(("", "again: *n0\n"))


def trailing(said: str, chance: Random) -> str:
    """Leave spaces and tabs behind lines."""
    ends = ("", "", "", " ", "   ", "\t")
    return "\n".join(line + chance.choice(ends) for line in said.split("\n"))


def deeper(said: str, chance: Random) -> str:
    """Move every line in, as far as one likes."""
    indent = " " * chance.randrange(1, 5)
    return "".join(indent + line for line in said.splitlines(keepends=True))


STYLES: tuple[Callable[[str, Random], str], ...] = (
    *(remarks, remarks, redumped, quoted, named, trailing, deeper),
    lambda said, _: said.replace("\n", "\r\n"),
    lambda said, _: said.replace("\n", "\r"),
    lambda said, _: "\ufeff" + said,
    lambda said, _: said.rstrip("\n"),
    lambda said, chance: said + chance.choice(("\n\n", "...\n", "# remark end", "  ", "\t\n")),
    lambda said, _: "---\n" + said,
)


def file(chance: Random) -> bytes:
    """Return a file: a real one in some style, one that was typed in all ways, or a damaged one."""
    typist = Typist(chance)
    match chance.randrange(6):
        case 0:
            said = typist.item(chance.choice((*BLOCK_LISTS, *OTHER_LISTS)))
        case 1:
            said = typist.one_of(typist.register, typist.project)()
        case _:
            said = chance.choice(FILES).read_text("utf-8")
            for style in chance.choices(STYLES, k=chance.randrange(4)):
                try:
                    said = style(said, chance)
                except yaml.YAMLError:  # no longer what a second style can read
                    break
    content = said.encode()
    return damaged(content, chance) if chance.random() < 0.2 else content
