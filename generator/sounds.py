"""About how a word sounds, in Latin letters: by it a name is found in another script.

Names are carried over in many ways: Zhakiyanov, Jaqiyanov, Жакиянов, Жақиянов all sound alike.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]", re.IGNORECASE)
# Of Russian, Kazakh and Ukrainian; what is not here is silent.
_LETTERS = {
    **dict(zip("абвгдезийклмнопрстуф", "abvgdeziiklmnoprstuf", strict=True)),
    **dict(zip("ыэёәғқңөұүһіїєґх", "ieeagknouuhiiegh", strict=True)),
    "ж": "zh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ю": "iu",
    "я": "ia",
    "č": "ch",
    "ć": "ch",
    "š": "sh",
    "ş": "sh",
    "ž": "zh",
    "\u0131": "i",
    "ł": "l",
    "ø": "o",
}
# In this order: what is written with several letters comes first.
_ALIKE = tuple(
    (re.compile(written), sound)
    for written, sound in (
        ("s+c?h?ch|sch", "sh"),
        ("tch", "ch"),
        ("dzh|dj|j", "zh"),
        ("kh", "h"),
        ("gh", "g"),
        ("ph", "f"),
        ("th", "t"),
        ("ck|q|c(?!h)", "k"),
        ("x", "ks"),
        ("w", "v"),
        ("y", "i"),
        (r"(.)\1+", r"\1"),
        ("ie|io", "e"),
    )
)


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Return how a word sounds; nothing for one in a script that is not known here."""
    heard = "".join(map(_letter, unicodedata.normalize("NFC", word.casefold())))
    for written, alike in _ALIKE:
        heard = written.sub(alike, heard)
    return heard


def sounded(text: str) -> str:
    """Return a text with each of its words as it sounds."""
    return _WORD.sub(lambda found: sound(found[0]), text)


def script_of(word: str) -> str:
    """Return the script that a word begins in, as far as it is known here."""
    if _CYRILLIC.match(word):
        return "Cyrillic"
    return "Latin" if _LATIN.match(word) else ""


def _letter(sign: str) -> str:
    if sign in _LETTERS:
        return _LETTERS[sign]
    plain = unicodedata.normalize("NFKD", sign)[0]
    return plain if "a" <= plain <= "z" else ""
