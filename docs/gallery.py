"""Draw the pictures of the gallery anew: the first page of each paper of one pack."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from pypdfium2 import PdfDocument

DOCS = Path(__file__).resolve().parent
PACK, SINCE = "osce", "2016-01-01"
# Wide enough to be read on a screen, few enough colours to stay small.
WIDTH, COLOURS = 900, 32


def main() -> None:
    """Build one pack, with changes, and turn the first page of every paper into a picture."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "generator", "-C", str(DOCS.parent), "build", PACK]
        subprocess.run([*command, "--since", SINCE, "--output", folder], check=True)  # noqa: S603 - our own command
        for path in sorted(Path(folder).rglob("*.pdf")):
            draw(path, DOCS / "pictures" / f"{path.stem}.png")


def draw(paper: Path, picture: Path) -> None:
    """Draw the first page of *paper*."""
    page = PdfDocument(paper)[0]
    image = page.render(scale=WIDTH / page.get_width()).to_pil().quantize(COLOURS)
    picture.parent.mkdir(exist_ok=True)
    image.save(picture, optimize=True)
    sys.stdout.write(f"{picture.name}\n")


if __name__ == "__main__":
    main()
