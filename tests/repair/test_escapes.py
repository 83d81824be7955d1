"""Characters that were spelled out come back in every spelling; texts about spellings stay."""

import pytest

from pumice.repairs import escapes

SOUND = [
    "We don’t know whether the café is open.",
    "She said “no, thank you” and went on – it wasn’t far.",
    "They’ve met André at the fête; it’s been years.",
]


def change(text: str) -> str:
    """`text` after all steps, as the pipeline runs them."""
    for step in escapes.STEPS:
        text = step.change(text)
    return text


def spelled(text: str, form: str) -> str:
    return "".join(form.format(ord(char)) if ord(char) > 127 else char for char in text)


def quoted_printable(text: str) -> str:
    data = text.encode()
    return "".join(f"={byte:02X}" if byte > 127 or byte == 61 else chr(byte) for byte in data)


@pytest.mark.parametrize("sound", SOUND)
@pytest.mark.parametrize(
    "form", ["&#{};", "&#x{:X};", "&amp;#{};", "&amp;amp;#{};", "%u{:04X}", "\\u{:04x}", "u{:04x}"]
)
def test_spelled_characters_come_back(sound: str, form: str) -> None:
    assert change(spelled(sound, form)) == sound


@pytest.mark.parametrize("sound", SOUND)
def test_mail_encodings_come_back(sound: str) -> None:
    assert change(quoted_printable(sound)) == sound
    assert change(sound.encode("utf-7").decode("ascii").replace("+AF8-", "_")) == sound


@pytest.mark.parametrize(
    "text",
    [
        "Use &ldquo; and &rdquo; for quotation marks in HTML.",
        "The escape \\u2019 and the reference &#8217; mean the same.",
        "url?a=1&copy=2&reg=3; caf%C3%A9 and =E9 alone",
        "x=92 y=93; key=AB&val=80; sum +=A0",
        "menu2019, cpu2013 and gpu201 are part numbers",
        *SOUND,
    ],
)
def test_other_text_stays(text: str) -> None:
    assert change(text) == text


def test_a_long_text_of_spellings_takes_linear_time() -> None:
    assert len(change("don&rsquo;t " * 20_000)) == 6 * 20_000
