"""A project among strangers: what surrounds it, what can be done to it, and what must not happen.

Beside the project lie a canary, which nothing may read, and a listener, which nothing may reach.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from socketserver import BaseRequestHandler, TCPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from conftest import Ran
from starter import ITEMS

from generator.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ITEM = f"{ITEMS}/lantern-2026-03.yaml"
EVIDENCE = "recommendations/evidence.yaml"
PACKS = "recommendations/packs.yaml"
TOPICS = "recommendations/topics.yaml"
TEMPLATE, STYLE = "templates/onepager.html.j2", "templates/css/onepager.css"
CATALOGUE = "templates/locales/ru/LC_MESSAGES/accede.po"
ONE = "build --only onepager --format html"
RU = f"{ONE} --lang ru --allow-working"
UNSEEN = "an invisible character (U+{}) stands here"
NO_ID = "cannot be an id"
NO_FILE = "cannot be an id: Windows has no file of that name."
LONG = "x" * 5000
TITLE = "Let monitors watch every assembly"
LONGEST = 120  # seconds on a busy machine; what hangs, hangs for ever


class Listener(TCPServer):
    """Counts who knocks, on a port of this machine."""

    def __init__(self) -> None:
        self.knocks = 0
        super().__init__(("127.0.0.1", 0), BaseRequestHandler)

    def verify_request(self, request: Any, client_address: Any) -> bool:  # noqa: ARG002 - socketserver's
        """Count, and hang up."""
        self.knocks += 1
        return False

    @property
    def url(self) -> str:
        """Return an address that leads here."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen until the end."""
    with Listener() as listener:
        Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
        yield listener
        listener.shutdown()


@dataclass
class World:
    """A project, a folder around it with a canary that tells a secret, and a listener."""

    around: Path
    listener: Listener
    secret: str
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def project(self) -> Path:
        """Return the project's folder."""
        return self.around / "project"

    def settle(self) -> None:
        """Put the canaries there: words, and an item and a template that nothing is wrong with."""
        item = (self.project / ITEM).read_text(encoding="utf-8")
        told = {
            "canary": f"{self.secret}\n",
            "canary.txt": f"{self.secret}: not [ YAML\n",
            "canary.yaml": item.replace(TITLE, self.secret),
            "lantern-2026-09.yaml": item.replace(TITLE, self.secret).replace("-03", "-09"),
            "topics.yaml": (self.project / TOPICS).read_text(encoding="utf-8") + f"# {self.secret}",
            "onepager.html.j2": f"<title>{self.secret}</title>",
            "onepager.css": f"/* {self.secret} */",
        }
        folder = self.around / "beside"
        folder.mkdir()
        for name, text in told.items():
            (folder / name).write_text(text, encoding="utf-8")

    def told(self, text: str) -> str:
        """Return *text* with the addresses of the listener and the canary in it."""
        canary = (self.around / "beside" / "canary").as_uri()
        return text.replace("@URL@", self.listener.url).replace("@CANARY@", canary)

    def surroundings(self) -> dict[str, Any]:
        """Return all that lies around the project."""
        return _all_of(self.around, self.project)

    def look(self) -> None:
        """Note what lies around the project, once all is prepared."""
        self.before = self.surroundings()

    def is_unharmed(self) -> None:
        """Fail if something was fetched, read or written outside the project."""
        assert self.listener.knocks == 0
        assert self.surroundings() == self.before
        for path, content in _all_of(self.project).items():
            assert self.secret.encode() not in content, path


def _all_of(folder: Path, but: Path | None = None) -> dict[str, bytes]:
    """Return all beneath *folder*, of a file what it holds; links are not followed."""
    found = {}
    for top, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if os.path.join(top, name) != str(but)]  # noqa: PTH118
        for path in (os.path.join(top, name) for name in [*folders, *files]):  # noqa: PTH118
            plain = os.path.isfile(path) and not os.path.islink(path)  # noqa: PTH113, PTH114
            with open(path if plain else os.devnull, "rb") as file:  # noqa: PTH123
                found[path] = file.read()
    return found


def accede(project: Path, *args: str) -> Ran:
    """Run accede in *project* as the command does, in this process, and not for ever."""
    out, err = StringIO(), StringIO()
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(LONGEST)
    code: Any = 0
    try:
        with (
            chdir(project),
            redirect_stdout(out),
            redirect_stderr(err),
            patch.object(sys, "argv", ["accede", *args]),
        ):
            main()
    except SystemExit as ended:
        code = ended.code or 0
    finally:
        signal.alarm(0)
    return Ran(code, out.getvalue(), err.getvalue())


def _too_long(*_: object) -> None:
    raise KeyboardInterrupt


class Vector(NamedTuple):
    """What is done to the starter, which command meets it, its exit code and some of its words."""

    id: str
    deed: Callable[[World], object]
    args: str
    code: int
    says: str


def meets(world: World, vector: Vector) -> None:
    """Do it, and look at what comes of it and at what must not."""
    vector.deed(world)
    world.look()
    ran = accede(world.project, *vector.args.split())
    told = ran.stdout + ran.stderr
    assert (ran.code, "Traceback" in told) == (vector.code, False), told[:2000]
    assert vector.says in told, told[:2000]
    assert world.secret not in told
    assert "\x1b" not in told
    world.is_unharmed()


# What can be done to a project: each returns what does it.


def put(name: str, content: str | bytes) -> Callable[[World], object]:
    """Write a file of the project."""

    def do(world: World) -> None:
        path = world.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        told = content if isinstance(content, bytes) else world.told(content).encode()
        path.write_bytes(told)

    return do


def edit(name: str, old: str, new: str) -> Callable[[World], object]:
    """Put other words into a file of the project."""

    def do(world: World) -> None:
        path = world.project / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_bytes(text.replace(old, world.told(new), 1).encode())

    return do


def add(name: str, text: str) -> Callable[[World], object]:
    """Put more lines at the end of a file of the project."""

    def do(world: World) -> None:
        with (world.project / name).open("ab") as file:
            file.write(world.told(text).encode())

    return do


def link(name: str, to: str) -> Callable[[World], object]:
    """Put a link where something of the project stands; what stood there is put aside."""

    def do(world: World) -> None:
        path = world.project / name
        if path.exists():
            shutil.move(path, world.around / "aside")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(to if to.startswith("/") else world.around / to)

    return do


def pipe(name: str) -> Callable[[World], object]:
    """Put a pipe there, which nobody ever writes to."""

    def do(world: World) -> None:
        path = world.project / name
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(path)

    return do


def all_of(*deeds: Callable[[World], object]) -> Callable[[World], object]:
    """Do one after the other."""

    def do(world: World) -> None:
        for deed in deeds:
            deed(world)

    return do


# A PDF as somebody might send it back.


def pdf(objects: list[str | bytes], trailer: str = "/Root 1 0 R /Info 3 0 R") -> bytes:
    """Return a PDF of these objects, numbered from 1 on."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, told in enumerate(objects, 1):
        places.append(len(out))
        content = told if isinstance(told, bytes) else told.encode("latin-1")
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    end, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{end}\n%%EOF\n".encode()
    return bytes(out)


MEETING = "2026-12-03-ruritania"
KEYWORDS = f"accede ruritania checklist 1f3a-90bc {MEETING}"
FIELD = "1/topic:assembly/commitment"


def form(*objects: str | bytes, keywords: str = KEYWORDS, more: str = "") -> bytes:
    """Return a checklist that came back; the first of *objects*, the fourth, is its one field."""
    return pdf(
        [
            f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> {more} >>",
            "<< /Type /Pages /Kids [] /Count 0 >>",
            f"<< /Keywords ({keywords}) >>",
            *objects,
        ]
    )


def text_field(name: str = FIELD, value: str = "(To do so.)", more: str = "") -> str:
    """Return a field of a form."""
    return f"<< /FT /Tx /T ({name}) /V {value} {more} >>"


# Runs accede, and writes down which files it opens, whom it calls and which programs it starts.
AUDITED = """
import json, sys
told = []
def hook(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        told.append(["open", args[0] if isinstance(args[0], str) else args[0].decode()])
    elif event.startswith(("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.",
                           "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.")):
        told.append([event, str(args)])
sys.addaudithook(hook)
log = sys.argv.pop(1)
try:
    exec(sys.argv.pop(1))
finally:
    with open(log, "w") as file:
        json.dump(told, file)
"""
