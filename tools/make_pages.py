"""Make a folder of scraped pages, any number, the same ones every time: text and HTML in six languages, with furniture
around them, encoding damage in some, other charsets in others, and a few files that hold no text.

    python tools/make_pages.py FOLDER 1000

What is in them is put together from a few sentences, so they serve to try commands at size, not to measure quality.
"""

import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language with what its pages are made of; `charset` is the legacy one that some of them are in."""

    code: str
    charset: str
    titles: tuple[str, ...]
    subjects: tuple[str, ...]
    deeds: tuple[str, ...]
    ends: tuple[str, ...]
    furniture: tuple[str, ...]


ENGLISH = Tongue(
    "en",
    "cp1252",
    ("The ferry that came late", "A winter at the weather station", "What the orchard keepers know"),
    ("The harbour master", "A teacher from the upper valley", "The council’s oldest member", "My neighbour’s aunt"),
    ("wrote down every departure of the year", "doesn’t believe in the new timetable", "counted “only eleven” boats"),
    ("and nobody asked her why.", "before the snow closed the road.", "because the lamp had to be lit at six."),
    ("Share on WhatsApp", "Back to top", "Subscribe to our newsletter", "Related articles", "All rights reserved."),
)
GERMAN = Tongue(
    "de",
    "cp1252",
    ("Die Fähre, die zu spät kam", "Ein Winter auf der Wetterwarte", "Was die Gärtner wissen"),
    ("Der Hafenmeister", "Eine Lehrerin aus dem oberen Tal", "Das älteste Mitglied des Rates", "Die Müllerin"),
    ("schrieb jede Abfahrt des Jahres auf", "glaubt nicht an den neuen Fahrplan", "zählte „nur elf“ Boote"),
    ("und niemand fragte, warum.", "bevor der Schnee die Straße schloss.", "weil die Lampe um sechs brennen musste."),
    ("Artikel drucken", "Nach oben", "Newsletter abonnieren", "Das könnte Sie auch interessieren", "Impressum"),
)
FRENCH = Tongue(
    "fr",
    "cp1252",
    ("Le bac arrivé en retard", "Un hiver à la station météo", "Ce que savent les jardiniers"),
    ("Le maître du port", "Une institutrice de la haute vallée", "La doyenne du conseil", "Ma voisine"),
    ("notait chaque départ de l’année", "ne croit pas au nouvel horaire", "a compté « onze bateaux »"),
    ("et personne n’a demandé pourquoi.", "avant que la neige ne ferme la route.", "car il fallait allumer la lampe."),
    ("Partager sur Facebook", "Haut de page", "S’abonner à la newsletter", "À lire aussi", "Tous droits réservés."),
)
SPANISH = Tongue(
    "es",
    "cp1252",
    ("El barco que llegó tarde", "Un invierno en la estación", "Lo que saben los hortelanos"),
    ("El capitán del puerto", "Una maestra del valle alto", "La más anciana del concejo", "Mi vecina"),
    ("anotaba cada salida del año", "no cree en el nuevo horario", "contó «solo once» barcas"),
    ("y nadie preguntó por qué.", "antes de que la nieve cerrara el camino.", "porque había que encender la lámpara."),
    ("Compartir en Twitter", "Volver arriba", "Suscríbete al boletín", "Noticias relacionadas", "Aviso legal"),
)
RUSSIAN = Tongue(
    "ru",
    "cp1251",
    ("Паром, который опоздал", "Зима на метеостанции", "Что знают садовники"),
    ("Начальник порта", "Учительница из верхней долины", "Старейшая в совете", "Моя соседка"),
    ("записывала каждое отплытие", "не верит в новое расписание", "насчитала «только одиннадцать» лодок"),
    ("и никто не спросил почему.", "пока снег не закрыл дорогу.", "потому что лампу зажигали в шесть."),
    ("Поделиться", "Наверх", "Подписаться на рассылку", "Читайте также", "Все права защищены."),
)
JAPANESE = Tongue(
    "ja",
    "shift_jis",
    ("遅れて来た渡し船", "測候所の冬", "果樹園の人々が知っていること"),
    ("港の主任は", "谷の上の先生は", "村でいちばん年上の人は", "となりの叔母は"),
    ("その年の出港をすべて書き留め、", "新しい時刻表を信じておらず、", "「十一そう」だけ数えたが、"),
    ("だれも理由を聞かなかった。", "雪で道が閉じる前のことだった。", "六時に灯りをともすためである。"),
    ("シェアする", "ページトップへ", "メールマガジン登録", "関連記事", "無断転載を禁じます"),
)
TONGUES = (ENGLISH, ENGLISH, ENGLISH, GERMAN, FRENCH, SPANISH, RUSSIAN, JAPANESE)
NOT_TEXT_EVERY = 97  # one file of so many is a program
EMPTY_HTML = "<!doctype html><html lang={code}><meta charset={charset}><title>{title}</title>{body}</html>"


class Dice:
    """Numbers that only a seed decides, the same on every machine."""

    def __init__(self, seed: str) -> None:
        self.seed, self.thrown = seed, 0

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, `limit`."""
        self.thrown += 1
        return int.from_bytes(sha256(f"{self.seed}/{self.thrown}".encode()).digest()[:6]) % limit

    def one_of(self, choices: tuple[str, ...]) -> str:
        """One of the choices."""
        return choices[self.below(len(choices))]


def sentence(tongue: Tongue, dice: Dice) -> str:
    """A sentence with a number in it, so that few are the same."""
    space = "" if tongue is JAPANESE else " "
    parts = (dice.one_of(tongue.subjects), dice.one_of(tongue.deeds), dice.one_of(tongue.ends))
    return space.join(parts) + f"{space}({1850 + dice.below(170)})"


def paragraphs(tongue: Tongue, dice: Dice) -> list[str]:
    """The text of a page."""
    space = "" if tongue is JAPANESE else " "
    return [space.join(sentence(tongue, dice) for _ in range(3 + dice.below(4))) for _ in range(3 + dice.below(6))]


def as_text(tongue: Tongue, dice: Dice) -> bytes:
    """A page as an extractor leaves it: with some furniture, sometimes damaged or in a legacy charset."""
    around = [dice.one_of(tongue.furniture) for _ in range(dice.below(4))]
    first = around[: len(around) // 2]
    text = "\n\n".join([*first, dice.one_of(tongue.titles), *paragraphs(tongue, dice), *around[len(first) :]]) + "\n"
    way = dice.below(8)
    if way == 0:
        return text.encode(tongue.charset, "replace").replace(b"\n", b"\r\n")
    if way == 1 and tongue is not JAPANESE:
        return text.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d").encode()
    if way == 2 and tongue is ENGLISH:
        return text.encode("shift_jis", "ignore").replace(b"\x81", b"")
    if way == 3:
        return text.replace(". ", ".  ").replace("\n", " \n").encode()
    return text.encode()


def as_html(tongue: Tongue, dice: Dice) -> bytes:
    """A page as a server sends it."""
    charset = tongue.charset if dice.below(3) == 0 else "utf-8"
    menu = "".join(f"<li><a href='/{number}'>{item}</a>" for number, item in enumerate(tongue.furniture))
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(tongue, dice))
    title = dice.one_of(tongue.titles)
    body = f"<nav><ul>{menu}</ul></nav><main><h1>{title}</h1>{text}</main><footer>{tongue.furniture[-1]}</footer>"
    page = EMPTY_HTML.format(code=tongue.code, charset=charset, title=title, body=body)
    return page.encode(charset.replace("shift_jis", "cp932"), "xmlcharrefreplace")


def make(folder: Path, number: int) -> Path:
    """Write page `number` and hand back where."""
    dice = Dice(f"page {number}")
    tongue = TONGUES[dice.below(len(TONGUES))]
    if number % NOT_TEXT_EVERY == NOT_TEXT_EVERY - 1:
        path, data = folder / tongue.code / f"{number:05}.bin", bytes(range(256)) * 4
    elif dice.below(4) == 0:
        path, data = folder / tongue.code / f"{number:05}.html", as_html(tongue, dice)
    else:
        path, data = folder / tongue.code / f"{number:05}.txt", as_text(tongue, dice)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def main() -> None:
    """Make as many pages as the command line says."""
    folder, many = Path(sys.argv[1]), int(sys.argv[2])
    for number in range(many):
        make(folder, number)


if __name__ == "__main__":
    main()
