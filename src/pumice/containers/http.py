"""HTTP responses as they are kept in WARC files: status, type, and the body as it was meant.

Source: RFC 9112 (the message, chunks), RFC 9110 8.4 (content codings), RFC 8878 and 7932 (zstd, br).
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass

# A body larger than this is no page to read; the largest of a month of Common Crawl is cut at 1 MiB.
MAX_BODY = 64 << 20


class BadResponseError(Exception):
    """A response that cannot be read; says why."""


@dataclass(frozen=True, slots=True)
class Response:
    """A response's `status` (0 if it has none), its headers by lower-case name, and its body as it was sent."""

    status: int
    headers: dict[str, str]
    sent: bytes

    @property
    def media_type(self) -> str:
        """The type without its parameters, in lower case; empty if there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset label of the type, if it has one."""
        for parameter in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset" and value.strip(" \"'"):
                return value.strip(" \"'")
        return None

    def body(self) -> bytes:
        """The body without transfer and content codings; BadResponseError if they cannot be undone."""
        body = self.sent
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            body = unchunked(body)
        codings = [name.strip().lower() for name in self.headers.get("content-encoding", "").split(",")]
        for coding in reversed(codings):
            if coding and coding != "identity":
                body = _decoded(body, coding)
        return body


def response(message: bytes) -> Response:
    """The response in a WARC record's block."""
    head, found, sent = message.partition(b"\r\n\r\n")
    if not found:
        head, _, sent = message.partition(b"\n\n")
    lines = head.decode("latin-1").replace("\r\n", "\n").split("\n")
    words = lines[0].split(None, 2)
    is_status = len(words) > 1 and words[0].startswith("HTTP/") and words[1].isascii() and words[1].isdigit()
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return Response(int(words[1][:3]) if is_status else 0, headers, sent)


def unchunked(data: bytes) -> bytes:
    """The body that chunks make; as it is if it is not in chunks (crawlers often undo them and keep the header)."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = data.find(b"\r\n", at, at + 100)
        size = data[at:end].partition(b";")[0].strip() if end >= 0 else b""
        if not size or size.strip(b"0123456789abcdefABCDEF") or len(size) > 8:
            return b"".join(parts) if parts else data
        count = int(size, 16)
        if not count:
            return b"".join(parts)
        parts.append(data[end + 2 : end + 2 + count])
        at = end + 2 + count + 2


def _gzip(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(47)
    return unpacker.decompress(data, MAX_BODY + 1)


def _deflate(data: bytes) -> bytes:
    """Deflate with the header it should have (RFC 9110 8.4.1.2), or without, as some servers send it."""
    try:
        return zlib.decompressobj().decompress(data, MAX_BODY + 1)
    except zlib.error:
        return zlib.decompressobj(-15).decompress(data, MAX_BODY + 1)


def _brotli(data: bytes) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    parts = [unpacker.process(data, output_buffer_limit=1 << 20)]
    size = len(parts[0])
    while size <= MAX_BODY and not unpacker.can_accept_more_data() and not unpacker.is_finished():
        parts.append(unpacker.process(b"", output_buffer_limit=1 << 20))
        size += len(parts[-1])
    return b"".join(parts)


def _zstd(data: bytes) -> bytes:
    import zstandard

    with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data) as reader:
        return bytes(reader.read(MAX_BODY + 1))


_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}


def _decoded(body: bytes, coding: str) -> bytes:
    undo = _CODINGS.get(coding)
    if undo is None:
        raise BadResponseError(f"the content coding {coding[:40]} is not known")
    try:
        plain = undo(body)
    except ImportError as error:
        raise BadResponseError(f"the content coding {coding} needs pumice[warc]") from error
    except Exception as error:  # each library has its own errors, and they do not share a base
        if body[:1].strip() in (b"<", b""):  # undone by the crawler, which kept the header
            return body
        raise BadResponseError(f"the content coding {coding} cannot be undone") from error
    if len(plain) > MAX_BODY:
        raise BadResponseError(f"the body is larger than {MAX_BODY} bytes")
    return plain
