"""A generated corpus of any size, the same for the same seed: scrapes of made-up sites, as files of raw/.

    python benchmarks/corpus.py DIR [--pages 1000] [--seed 1] [--html 30] [--warc 10] [--damage 20]

Each site is a folder with pages of its own menu, share bar, footer and several articles. --html, --warc and --damage
say how many per cent of the pages are HTML, lie in WARC files (those of a thousand pages in one), and how many of the
text files passed through an encoding accident. What is written is only as real as it needs to be to keep every part of
pumice at work; quality is measured elsewhere.
"""

import argparse
import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from random import Random

PLACES = ("harbour", "lighthouse", "market", "old mill", "ferry", "library", "river", "school", "bridge", "station")
PEOPLE = ("the keeper", "a fisherman", "the mayor’s daughter", "our neighbour", "the archivist", "the council")
DEEDS = ("opened", "counted", "forgot", "described", "painted", "closed", "measured", "found again", "sold", "defended")
THINGS = ("the lamps", "forty letters", "the tide tables", "a map of 1911", "the minutes", "its own name", "the bells")
WHEN = ("in the spring", "after the storm", "before anyone noticed", "for the third time", "on a Sunday", "that winter")
SAYINGS = ("“We don’t vote,” said {0}.", "“It’s older than the town,” {0} wrote — and nobody objected.")
OTHERS = {
    "de": "Der Wärter öffnete die Tür, und über dem Hafen läuteten die Glocken für die Gäste aus Köln.",
    "fr": "L’été dernier, le gardien a retrouvé les cahiers où sa mère notait déjà les marées du détroit.",
    "es": "El año pasado, el farero encontró en el desván los cuadernos donde su niñez quedó escrita.",
    "tr": "Geçen yıl bekçi, çocukluğunun yazılı olduğu defterleri çatıda buldu ve kimseye göstermedi.",
    "ru": "Прошлой весной смотритель нашёл на чердаке тетради, в которых были записаны все приливы.",
    "el": "Πέρσι ο φαροφύλακας βρήκε στη σοφίτα τα τετράδια όπου ήταν γραμμένες όλες οι παλίρροιες.",
    "ja": "昨年の春、灯台守は屋根裏で、潮の満ち引きを記した古い帳面を見つけた。誰にも見せなかった。",
}
MENU = ("Home", "News", "Our other papers", "About us", "Contact", "Back to top")
SHARE = "Share on Facebook\nTweet\nPrint this page\nE-mail to a friend"
FOOTER = "© {year} The {name}. All rights reserved.\nPrivacy policy\nSubscribe to our newsletter"
ACCIDENTS: tuple[Callable[[str], bytes], ...] = (
    lambda text: text.encode().decode("cp1252", "replace").encode(),
    lambda text: text.encode().decode("latin-1").encode(),
    lambda text: text.encode("cp1252", "replace"),
    lambda text: text.replace("\n", "\r\n").replace(" ", "  ", 5).encode(),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address below the site's, its title, its paragraphs, its site's furniture above and below."""

    name: str
    title: str
    body: tuple[str, ...]
    above: str
    below: str

    def text(self) -> str:
        """The page as a scraper that keeps everything writes it."""
        return "\n\n".join((self.above, self.title, *self.body, self.below)) + "\n"

    def html(self) -> str:
        """The page as its site sends it."""
        items = "".join(
            f"<li><a href=/{number}>{escape(line)}</a>" for number, line in enumerate(self.above.split("\n"))
        )
        paragraphs = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in self.body)
        return (
            f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{escape(self.title)}</title></head><body>\n"
            f"<nav><ul>{items}</ul></nav>\n<article><h1>{escape(self.title)}</h1>\n{paragraphs}</article>\n"
            f"<footer>{escape(self.below)}</footer></body></html>\n"
        )


def sentence(random: Random) -> str:
    """One sentence, in English."""
    who, what = random.choice(PEOPLE), random.choice(THINGS)
    if random.random() < 0.2:
        return random.choice(SAYINGS).format(who)
    deed, when, where = random.choice(DEEDS), random.choice(WHEN), random.choice(PLACES)
    other, did = random.choice(PEOPLE), random.choice(DEEDS)
    return f"{who.capitalize()} {deed} {what} at the {where} {when}, as {other} had {did} it."


def paragraph(random: Random, language: str) -> str:
    """Some sentences; in another language than English the same one, varied by a number."""
    if language == "en":
        return " ".join(sentence(random) for _ in range(random.randint(2, 7)))
    return " ".join(f"{OTHERS[language]} ({random.randint(1, 999)})" for _ in range(random.randint(1, 3)))


def pages(count: int, seed: int) -> Iterator[tuple[str, Page]]:
    """`count` pages, each with its site; twenty to a site."""
    for number in range(count):
        site = number // 20
        home = Random(f"{seed}/{site}")
        name = f"{home.choice(PLACES)} {home.choice(('gazette', 'courier', 'post'))} {site}"
        menu = home.sample(MENU, home.randint(3, len(MENU)))
        below = SHARE + "\n" + FOOTER.format(year=home.randint(1999, 2024), name=name)
        random = Random(f"{seed}/{site}/{number}")
        language = "en" if random.random() < 0.6 else random.choice(sorted(OTHERS))
        body = tuple(paragraph(random, language) for _ in range(random.randint(2, 9)))
        title = f"{random.choice(THINGS).capitalize()} of the {random.choice(PLACES)}, part {number}"
        yield name.replace(" ", "-"), Page(f"{number:06}", title, body, "\n".join(menu), below)


def record(number: int, site: str, page: Page) -> bytes:
    """The page as a gzipped WARC response."""
    body = page.html().encode()
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
        f"WARC-Date: 2020-01-02T03:04:05Z\r\nWARC-Target-URI: https://{site}.example/{page.name}\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def write(folder: Path, count: int, seed: int, *, html: int, warc: int, damage: int) -> None:
    """The corpus, in `folder`, which is made."""
    for number, (site, page) in enumerate(pages(count, seed)):
        random = Random(f"{seed}/kind/{number}")
        kind = random.randrange(100)
        if kind < warc:
            place = folder / f"crawl-{number // 1000:04}.warc.gz"
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("ab") as file:
                file.write(record(number, site, page))
            continue
        place = folder / site / f"{page.name}{'.html' if kind < warc + html else '.txt'}"
        place.parent.mkdir(parents=True, exist_ok=True)
        is_html = kind < warc + html
        text = page.html() if is_html else page.text()
        is_damaged = not is_html and random.randrange(100) < damage
        place.write_bytes(random.choice(ACCIDENTS)(text) if is_damaged else text.encode())


def main() -> None:
    """Write the corpus that is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--pages", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--html", type=int, default=30, help="per cent")
    options.add_argument("--warc", type=int, default=10, help="per cent")
    options.add_argument("--damage", type=int, default=20, help="per cent of the text files")
    chosen = options.parse_args()
    if chosen.folder.exists() and any(chosen.folder.iterdir()):
        options.error(f"{chosen.folder} is not empty")
    write(chosen.folder, chosen.pages, chosen.seed, html=chosen.html, warc=chosen.warc, damage=chosen.damage)


if __name__ == "__main__":
    main()
