"""Taking a ministry's file from its address: asked for once, politely, and kept as it came.

Only a command that is given an address asks the network for anything, and only through here.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from helpers import __version__
from helpers.errors import BadInputError
from helpers.intake.files.limits import ENDINGS, MOST_BYTES, SourceFile
from helpers.intake.files.true_forms import OLE, PDF, ZIP, is_word

if TYPE_CHECKING:
    import httpx

MOST_REDIRECTS = 5
MOST_SECONDS = 60.0
_SECONDS_OF_SILENCE = 20.0
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_ENDING_OF_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
_DATE = re.compile(r"(20[0-9]{2})-([01][0-9])-([0-3][0-9])")
_DATES = "meta[property*=published_time], meta[name*=date], meta[itemprop=datePublished], time"


@dataclass(frozen=True)
class Fetched:
    """A file as it came: where it lies, the address that it came from in the end, its dates.

    `dates` are the days (YYYY-MM-DD) that a page says it was published on; nothing takes them.
    """

    path: Path
    address: str
    dates: tuple[str, ...] = ()


def is_address(text: str) -> bool:
    """Whether a text is an address of the web and no file."""
    return _ADDRESS.match(text) is not None


def fetch(address: str, folder: Path, endings: Sequence[str] = ENDINGS) -> Fetched:
    """The file at an address, written to a folder untouched; one request, not tried again.

    Certificates are checked, by the authorities of the system and the usual ones. At most five
    redirections are followed, within http and https.

    Args:
        address: of the web. folder: where the file is written. endings: of the files wanted.

    Raises:
        BadInputError: the address, its server, its certificate or what it sends is not in order:
            says which, and what to do. Nothing is written then.
    """
    import httpx  # noqa: PLC0415  (commands that fetch nothing do without it)

    end = time.monotonic() + MOST_SECONDS
    with _said(address), _client() as client, client.stream("GET", address) as response:
        final = str(response.url)
        if response.status_code != httpx.codes.OK:
            raise BadInputError(
                "address.status", address=final, status=response.status_code,
                reason=response.reason_phrase,
            )  # fmt: skip
        data = b"".join(_pieces(response, final, end))
    if not data:
        raise BadInputError("address.empty", address=final)
    path = folder / f"published{_ending(response, final, data, endings)}"
    path.write_bytes(data)
    return Fetched(path, final, page_dates(path.name, data))


def _client() -> httpx.Client:
    import httpx  # noqa: PLC0415

    trusted = httpx.create_ssl_context()
    # Beside the usual authorities those of the system: an office has its own.
    trusted.load_default_certs()
    return httpx.Client(
        verify=trusted,
        follow_redirects=True,
        max_redirects=MOST_REDIRECTS,
        timeout=_SECONDS_OF_SILENCE,
        headers={"User-Agent": f"tangbac/{__version__}"},
    )


@contextmanager
def _said(address: str) -> Iterator[None]:
    import httpx  # noqa: PLC0415

    try:
        yield
    except httpx.TooManyRedirects:
        raise BadInputError("address.redirects", address=address, most=MOST_REDIRECTS) from None
    except httpx.TimeoutException:
        raise BadInputError(
            "address.silent", address=address, seconds=round(_SECONDS_OF_SILENCE)
        ) from None
    except (httpx.UnsupportedProtocol, httpx.InvalidURL):
        raise BadInputError("address.not_web", address=address) from None
    except httpx.RemoteProtocolError:
        raise BadInputError("address.broken_off", address=address) from None
    except httpx.HTTPError as error:
        key = "address.certificate" if _is_about_certificates(error) else "address.unreachable"
        raise BadInputError(key, address=address, error=error) from None


def _is_about_certificates(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError) or "CERTIFICATE_VERIFY_FAILED" in str(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _pieces(response: httpx.Response, address: str, end: float) -> Iterator[bytes]:
    """What is sent, piece by piece, up to the limits."""
    size = 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > MOST_BYTES:
            raise BadInputError("address.size", address=address, most=MOST_BYTES)
        if time.monotonic() > end:
            raise BadInputError("address.slow", address=address, seconds=round(MOST_SECONDS))
        yield piece


def _ending(response: httpx.Response, address: str, data: bytes, endings: Sequence[str]) -> str:
    """The ending that says what the file is: by its bytes, its address, or what its server says.

    Raises:
        BadInputError: it is none of the kinds that are read.
    """
    said = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    named = PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()
    ending = named if named in endings else _ENDING_OF_TYPE.get(said, "")
    if data.startswith(PDF):
        return ".pdf"
    if data.lstrip()[:200].lower().startswith((b"<!doctype html", b"<html")):
        return ".html"
    if is_word(data):
        return ".docx"
    if data.startswith(ZIP):
        return ending if ending in (".xlsx", ".ods") else ".xlsx"
    if data.startswith(OLE):
        return ".xls"
    if ending not in endings:
        raise BadInputError(
            "address.type", address=address, said=said or "–", known=", ".join(endings)
        )
    return ending


def page_dates(name: str, data: bytes) -> tuple[str, ...]:
    """The days on which a page says that it was published, in its order, each once."""
    if not name.endswith(".html"):
        return ()
    from helpers.intake.files.html import parsed  # noqa: PLC0415
    from helpers.intake.files.text import decode  # noqa: PLC0415

    page = parsed(decode(SourceFile(name, "html", data))[0])
    said = (
        value
        for node in page.css(_DATES)
        for value in (node.attributes.get("content"), node.attributes.get("datetime"))
        if value
    )
    return tuple(dict.fromkeys(match[0] for value in said if (match := _DATE.search(value))))
