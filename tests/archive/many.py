"""A corpus of three hundred small documents of every type that is read, made here, the same each time."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

LANGUAGES = (
    ("en", "utf-8", "The ferry does not sail in winter, said the keeper of the light. It sails again in spring.\n"),
    ("fr", "latin-1", "Le café était fermé. Elle a dû attendre jusqu'à l'été pour être reçue à la mairie.\n"),
    ("ru", "koi8-r", "Паром не ходит зимой, сказал смотритель маяка. Весной он пойдёт снова.\n"),
    ("ja", "cp932", "船は冬には出ません。灯台守はそう言いました。春になればまた出ます。\n"),
    ("tr", "cp1254", "İskele kışın kapalıdır. Baharda yeniden açılır, dedi fenerci ılık ırmağa bakarak.\n"),
    ("de", "utf-16", "Die Fähre fährt im Winter nicht, sagte der Leuchtturmwärter. Größe und Güte.\n"),
    ("zh", "gb18030", "渡船冬天不开，守塔人说。春天又会开。我们等到了四月。\n"),
)
DAMAGED = (
    "Share on Facebook\r\n\r\nThe ferry donft sail, said the gkeeper of the lighth.\r\nBack to top\r\n",
    "The cafÃ© was closed, and she didnâ€™t wait for the others.\r\n",
    "A\u00a0no-break space, a soft\u00adhyphen, e\u0301 in two parts   and three spaces.\t\r\n\r\n\r\n\r\nEnd",
)
PAGE = (
    "<!DOCTYPE html><html><head><meta charset=utf-8><title>Day {0}</title></head><body><nav><a href=/>Home</a> "
    "<a href=/news>News</a></nav><article><h1>Day {0}</h1><p>{1}</p><p>It was the {0}th day of the year.</p></article>"
    "<footer>Share this page</footer></body></html>"
)
NAMES = ("plain", "İstanbul", "ıI", "Straße", "STRASSE", "e\u0301", "é", "a b", "CON", "x\ny", "%41", "名前")
DOCUMENTS = 300


def files() -> Iterator[tuple[str, bytes]]:
    """Path and content of each file of raw; some hold several documents."""
    for number in range(216):
        language, encoding, line = LANGUAGES[number % len(LANGUAGES)]
        name = NAMES[number % len(NAMES)]
        text = f"{number}. " + line * (2 + number % 5)
        yield f"{language}/{number % 9}/{name}-{number}.txt", text.encode(encoding)
    for number in range(24):
        yield f"damaged/{number}", DAMAGED[number % len(DAMAGED)].encode() * (1 + number % 3)
    for number in range(24):
        yield f"pages/{number}.html", _page(number)
    for number in range(8):
        yield f"packed/{number}.txt.gz", gzip.compress(LANGUAGES[0][2].encode() * number, mtime=0)
    yield "pages.jsonl", b"".join(_json(number) for number in range(14))
    yield "crawl.warc", b"".join(map(_record, range(7)))
    yield "crawl.warc.gz", b"".join(gzip.compress(_record(number), mtime=0) for number in range(7, 13))
    yield "bytes.bin", bytes(range(256)) * 4


def _page(number: int) -> bytes:
    return PAGE.format(number, LANGUAGES[0][2].strip() * 2).encode()


def _json(number: int) -> bytes:
    content = {"html": _page(number).decode()} if number % 2 else {"text": LANGUAGES[1][2] * 3}
    return json.dumps({"url": f"https://example.org/{number}", **content}, ensure_ascii=False).encode() + b"\n"


def _record(number: int) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _page(number)
    lines = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>",
        "WARC-Date: 2020-01-02T03:04:05Z",
        f"WARC-Target-URI: https://example.org/page/{number}",
        "Content-Type: application/http",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def write_many(folder: Path) -> Path:
    """The corpus as a folder of raw."""
    for name, data in files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
