"""Values to YAML text, as people write it: what `yamlsource` reads, the other way round."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import yaml

from generator import yamlsource

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDTH = 100
_LONG = 60  # a text beyond that stands in lines of its own beneath its key
_SENTENCES = re.compile(r"\S+( \S+)*")
_SHORT_LIST = 80
# What PyYAML would put in quotes for those who read 2015-06-30, 2015 and on as no strings.
_PLAIN = {
    "timestamp": re.compile(r"\d{4}-\d\d-\d\d"),
    "int": re.compile(r"[1-9]\d{0,8}"),
    "bool": re.compile("on|yes|no|true|false"),
}


class _Dumper(yaml.SafeDumper):
    """Block style as people write it: lists indented, days and numbers without quotes."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's own
        super().increase_indent(flow, False)  # noqa: FBT003 - PyYAML's own

    def write_folded(self, text: str) -> None:
        """Write the lines of a text; PyYAML's own would run over by a word."""
        self.write_indicator(">" + self.determine_block_hints(text), need_whitespace=True)
        self.write_line_break()
        for line in wrap(
            text,
            self.best_width - (self.indent or 0),
            break_long_words=False,
            break_on_hyphens=False,
        ):
            self.write_indent()
            self.write_indicator(line, need_whitespace=False)


def _represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # The tag only tells PyYAML that quotes are not needed: accede reads the same string.
    kind = next((kind for kind, plain in _PLAIN.items() if plain.fullmatch(text)), "str")
    # The line breaks that only Unicode knows would be folded into spaces.
    style = '"' if any(sign in text for sign in "\x85\u2028\u2029") else None
    if not style and len(text) > _LONG and _SENTENCES.fullmatch(text):
        style = ">"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text, style)


def _represent_list(dumper: yaml.SafeDumper, values: list[Any]) -> yaml.SequenceNode:
    words = all(isinstance(value, str) for value in values)
    short = words and sum(len(value) + 2 for value in values) <= _SHORT_LIST
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=short)


_Dumper.add_representer(str, _represent)
_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(yamlsource.Mapping, yaml.SafeDumper.represent_dict)
_Dumper.add_representer(yamlsource.Sequence, _represent_list)


def plain(value: Mapping[str, Any] | list[Any], column: int = 0) -> str:
    """Return a record or a list of them, as accede reads it (strings, lists, maps), in YAML.

    *column* is how far the lines will be moved in: their texts are kept that much shorter.
    """
    return yaml.dump(
        value,
        Dumper=_Dumper,
        default_flow_style=False,
        allow_unicode=True,
        sort_keys=False,
        width=_WIDTH - column,
    )
