"""What a paper may bring in: files of the template folders, and data: addresses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from generator import assets

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

MAX_ASSET = 20_000_000


def _template_file(url: str, folders: tuple[Path, ...]) -> Path:
    """Return the file behind a file: address under *folders*; the nearest one of that name."""
    path = Path(unquote(urlsplit(url).path)).resolve()
    inside = _folder_of(path, folders)
    if inside and not path.is_file():
        path = assets.find(str(path.relative_to(inside)), folders).resolve()
    if urlsplit(url).scheme != "file" or not _folder_of(path, folders):
        raise ValueError(f"{url} is outside the templates and is not read")
    return path


def _folder_of(path: Path, folders: tuple[Path, ...]) -> Path | None:
    return next((folder for folder in folders if path.is_relative_to(folder)), None)


def fetcher(folders: tuple[Path, ...]) -> Any:  # noqa: ANN401 - a class made from WeasyPrint's
    """Return a fetcher that reads files under *folders* and data: addresses, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - needs Pango

    class OnlyOurs(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
        """Refuses the network, and every file that is not a template's."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = _template_file(url, folders)
            if path.stat().st_size > MAX_ASSET:
                raise ValueError(f"{url} is larger than {MAX_ASSET} bytes and is not read")
            return URLFetcherResponse(url, path.read_bytes())

    return OnlyOurs()
