"""Keeps what is written rightwards together within text that is written from right to left."""

from __future__ import annotations

import re

# Letters of Latin, Greek and Cyrillic; letters, marks and punctuation of Hebrew, Arabic and kin.
_RIGHTWARDS = "A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff"
_LEFTWARDS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_ENTITY = r"&[#\w]+;"
# From a letter to the last letter or digit before a letter of the other direction.
_RUN = rf"[{_RIGHTWARDS}](?:(?:{_ENTITY}|[^{_LEFTWARDS}&])*[{_RIGHTWARDS}\d])?"
_PHONE = r"\+\d[\d ()-]*\d"
_FOUND = re.compile(rf"(?P<entity>{_ENTITY})|(?P<run>{_RUN}|{_PHONE})(?P<close>[)\]]?)")
# A link is tagged as one only around text: what stands in it has the direction of its style.
_TEXT = re.compile(r"<a\b[^>]*>[^<]*</a>|(?<=>)[^<>]+(?=<)")


def isolated(html: str) -> str:
    """Return *html*, of what is written leftwards, with each rightward run of its text in <bdi>.

    Without it a number, bracket or sign beside a Latin word would change places with its like.
    """
    head, body, rest = html.partition("<body")
    return head + body + _TEXT.sub(_with_runs_wrapped, rest)


def _with_runs_wrapped(text: re.Match[str]) -> str:
    return text[0] if text[0].startswith("<") else _FOUND.sub(_wrapped, text[0])


def _wrapped(match: re.Match[str]) -> str:
    """Return a run in <bdi>, with the bracket after it if it was opened in it."""
    run, close = match["run"], match["close"]
    if run is None:
        return match[0]
    opened = {")": "(", "]": "["}.get(close, "")
    inside = close if opened and run.count(opened) > run.count(close) else ""
    return f"<bdi>{run}{inside}</bdi>{close[len(inside) :]}"
