"""Texts that show damage on purpose, of our own making: they stay as they are; the misses are known."""
# ruff: noqa: E501

import pytest

from pumice.pipeline import repair_text

STAY = [
    "The bug: in the exported file every apostrophe shows up as ’, so “don’t” reads “donâ€™t” in the list view.",
    'If you see "Ã©" where "é" should be, the text was UTF-8 and was read as Latin-1.',
    "| wrong | right |\n|---|---|\n| Ã¼ | ü |\n| Ã¶ | ö |\n| Ã¤ | ä |",
    "Statt „Müller“ steht dann „MÃ¼ller“ da: ein Zeichensatzfehler.",
    "def test_mojibake():\n    assert fix('cafÃ©') == 'café'",
    "Mojibake such as “Ã¢â‚¬â„¢” means that the text was encoded twice.",
    "文字化け「縺ゅ＞縺」は UTF-8 を Shift_JIS として読んだときに出る。",
    "Кракозябры вида «РџСЂРёРІРµС‚» получаются, если UTF-8 прочитать как windows-1251; кодировка неверна.",
    "Quand l’encodage est faux, on lit « prÃ©nom » au lieu de « prénom ».",
    "> I get `schÃ¶n` instead of `schön`, why?\n\nBecause the charset header is wrong.",
    "乱码“锟斤拷”是怎么来的？编码转换两次。",
    'Si aparece "Ã±" en vez de "ñ", la codificación de la página está mal.',
    "Zamiast „żółw” widać „¿ó³w”, czyli ISO-8859-2 odczytane jako ISO-8859-1 (kodowanie!).",
    "In the log: `Invalid name: 'JosÃ©'` (encoding problem, see #412)",
    "Bush hid the facts: 畂桳栠摩琠敨映捡獴 is what Notepad showed; an encoding guess gone wrong.",
    "KOI8-R without its eighth bit: rUSSKIJ; read as cp1251: «оПХБЕР» instead of «Привет».",
    "The replacement character looks like \xef\xbf\xbd when its UTF-8 bytes are decoded as windows-1252.",
    "Example of quoted-printable: `caf=C3=A9` is `caf\xe9`; the entity `&eacute;` and `\\u00e9` are the same character.",
    "\u300c\u6587\u5b57\u5316\u3051\u300d\u306e\u4f8b\uff1a\xe3\x81\u201c\xe3\u201a\u201c\xe3\x81\xab\xe3\x81\xa1\xe3\x81\xaf\uff08\u30a8\u30f3\u30b3\u30fc\u30c9\u306e\u8aa4\u308a\uff09",
    "When the charset is wrong, naïve becomes naÃ¯ve and café becomes cafÃ©.",
    "Typical symptoms: â€™ instead of ’, Ã¤ instead of ä.",
    "The byte sequence E2 80 99 is displayed as â€™ by programs that assume cp1252.",
    "Se muestra «EspaÃ±a» porque el servidor declara ISO-8859-1.",
    "print('SÃ£o Paulo'.encode('latin-1').decode('utf-8'))",
    "Our ticket: customers named MÃ¼ller, JÃ¶rg and AndrÃ© appear broken in the CSV export (UTF-8 opened as Windows-1252).",
    "Ð¿Ñ€Ð¸Ð²ÐµÑ‚ is «привет» in UTF-8 seen through windows-1252.",
    "Q: Why do I see donâ€™t everywhere?\nA: Your page is UTF-8 but is served as Latin-1.",
    "In Shift_JIS ohne Führungsbyte wird aus “don’t” ein donft.",
    "Ersetze `Ã¤` durch `ä`, `Ã¶` durch `ö` und `Ã¼` durch `ü`.",
    "REPLACE(name, 'Ã¸', 'ø')",
    "Common garbage: \xe2\u20ac\u0153, \xe2\u20ac\x9d, \xe2\u20ac\u2122, \xe2\u20ac\u201c. All are UTF-8 punctuation decoded as windows-1252.",
]
KNOWN_MISSES = [
    "The Mac wrote “cafÈ” in MacRoman; Windows shows cafŽ.",
    "s/Ã©/é/g; s/Ã¨/è/g; s/Ã /à/g",
]


@pytest.mark.parametrize("text", STAY)
def test_damage_that_is_shown_stays(text: str) -> None:
    assert repair_text(text).text == text


@pytest.mark.xfail(strict=True, reason="nothing in the line tells that it is shown")
@pytest.mark.parametrize("text", KNOWN_MISSES)
def test_damage_that_is_shown_and_changed(text: str) -> None:
    assert repair_text(text).text == text
