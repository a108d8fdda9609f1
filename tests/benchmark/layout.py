"""What the variants of a layout cost, as ratios to the first of each kind, in one run.

    python tests/benchmark/layout.py [ROWS]

Ratios, because a machine that is busy is slower for all of them; the best of two is taken.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from generator import assets  # noqa: E402 - found by the line above
from generator.pdf import Engine  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

TRIES = 2
SHEETS = ("fonts", "tokens", "paper", "checklist", "matrix", "page-a4")
OPTIONS = "".join(f'<span class="opt"><span class="box"></span>{o}</span>' for o in "abc")
ASK = '<span class="t">Put the question to the ministry</span><span class="s">partially</span>'
TEXT = "The ministry was asked in May 2026, and what it answered was not printed. " * 2
CHECK = (f"A{{n}}|{ASK}|<span class='box'></span>|{OPTIONS}|<span class='rule'></span>|").split("|")
MATRIX = ("A{n}", f"<b>Ask</b> {TEXT}", "none", TEXT, TEXT, "21 November 2026")
AUTO = "<style>.rows, .items { table-layout: auto !important }</style>"
COLLAPSED = "<style>.rows, .items { border-collapse: collapse !important }</style>"
BLOCKS = """<style>
.r { position: relative; break-inside: avoid; border-bottom: .5pt solid #000; min-height: 17.5mm }
.c { position: absolute; top: 1.25mm; width: 27mm }
.r .c:nth-child(1) { left: 0; width: 13mm } .r .c:nth-child(3) { left: 85mm }
.r .c:nth-child(4) { left: 99mm } .r .c:nth-child(5) { left: 126mm }
.r .c:nth-child(6) { left: 166mm } .r .c:nth-child(2) { position: static; margin: 0 95mm 0 13mm }
</style>"""
FLEX = "<style>.r { display: flex; break-inside: avoid } .c { width: 30mm }</style>"


def table(kind: str, cells: tuple[str, ...] | list[str], rows: int, bodies: int, nest: int) -> str:
    """Return a table of *rows* in *bodies* parts, each cell within *nest* more blocks."""
    inner = [f"{'<div>' * nest}{cell}{'</div>' * nest}" for cell in cells]
    made = [
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in inner).format(n=n) + "</tr>"
        for n in range(rows)
    ]
    size = -(-rows // bodies)
    parts = ["".join(made[at : at + size]) for at in range(0, rows, size)]
    return f'<table class="{kind}">' + "".join(f"<tbody>{p}</tbody>" for p in parts) + "</table>"


def blocks(cells: tuple[str, ...] | list[str], rows: int) -> str:
    """Return the same rows as blocks."""
    row = "".join(f'<div class="c">{cell}</div>' for cell in cells)
    return "".join(f'<div class="r">{row.format(n=n)}</div>' for n in range(rows))


def variants(kind: str, cells: tuple[str, ...] | list[str], rows: int) -> dict[str, str]:
    """Return the HTML of each variant, the one in use first."""
    many = max(1, rows // 8)
    return {
        "table, fixed, a tbody for each 8 rows": table(kind, cells, rows, many, 0),
        "one tbody": table(kind, cells, rows, 1, 0),
        "automatic widths": AUTO + table(kind, cells, rows, many, 0),
        "collapsed borders": COLLAPSED + table(kind, cells, rows, many, 0),
        "two more blocks in a cell": table(kind, cells, rows, many, 2),
        "placed blocks": BLOCKS + blocks(cells, rows),
        "a flex box a row": FLEX + blocks(cells, rows),
    }


def best(work: Callable[[], object]) -> float:
    """Return the shortest of a few runs, in seconds."""
    times = []
    for _ in range(TRIES):
        gc.collect()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main(rows: int) -> None:
    """Print the table."""
    engine = Engine(assets.template_folders(ROOT))
    sheets = [f"css/{name}.css" for name in SHEETS]

    def lay_out(body: str, variant: str) -> Callable[[], object]:
        page = f'<html lang="en"><title>.</title><body class="{variant}">{body}'
        return lambda: engine.lay_out(page, sheets)

    lay_out("<p>warm</p>", "pen")()
    for name, kind, page, cells in (
        ("checklist", "rows", "pen", CHECK),
        ("matrix", "items", "wide", MATRIX),
    ):
        found = {
            variant: best(lay_out(html, page))
            for variant, html in variants(kind, cells, rows).items()
        }
        first = next(iter(found.values()))
        print(f"{name}, {rows} rows: {1000 * first / rows:.1f} ms a row")  # noqa: T201 - its result
        for variant, seconds in found.items():
            print(f"  {seconds / first:5.2f}  {variant}")  # noqa: T201 - its result


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 32)
