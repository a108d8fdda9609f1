"""What one would write without accede: load the data, fill in the templates, print.

    python tests/benchmark/naive.py DIR OUTPUT

What the papers show is handed to it in DIR/shows (peers.py puts it there), and how much of it fits:
the choosing, ordering, numbering and shortening cost it nothing. Nor does it check anything.
"""

import json
import sys
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader
from weasyprint import CSS, HTML, Document

folder, output = Path(sys.argv[1]), Path(sys.argv[2])
data = [yaml.safe_load(path.read_text()) for path in folder.rglob("recommendations/**/*.yaml")]
templates = Path(__file__).parents[2] / "templates"
environment = Environment(
    loader=FileSystemLoader(templates),
    autoescape=True,
    extensions=["jinja2.ext.i18n"],
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.globals |= {"comma": ",", "semicolon": ";"}
environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
for pack in sorted(folder.glob("shows/*")):
    made: dict[str, Document] = {}
    (output / pack.name).mkdir(parents=True, exist_ok=True)
    for told in json.loads((pack / "papers.json").read_text()):
        html = environment.get_template(f"{told['template']}.html.j2").render(told["shows"])
        sheets = [CSS(templates / sheet) for sheet in told["sheets"]]
        document = HTML(string=html, base_url=f"{templates}/").render(
            stylesheets=sheets, pdf_variant="pdf/ua-1"
        )
        pages = [page for name in told["binds"] for page in made[name].pages]
        made[told["name"]] = document.copy([*document.pages, *pages])
        target = output / pack.name / f"{told['name']}.pdf"
        made[told["name"]].write_pdf(target, pdf_variant="pdf/ua-1")
