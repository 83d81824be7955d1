"""Windows damaged from end to end: what `uniform` finds is what was written, and it finds nothing in sound text."""

import pytest

from pumice.pipeline import repair_text
from pumice.repairs.channels import CHANNELS, Channel
from pumice.repairs.redecode import STEP
from pumice.repairs.uniform import uniform

PAGES = {
    "ru": "Ранним утром дети бегут по дороге к реке и громко смеются. Старый учитель стоит у моста и ждёт их всех.\n"
    "Вечером они вернутся домой, и мать спросит, почему никто не принёс рыбы. Завтра будет новый день.",
    "el": "Νωρίς το πρωί τα παιδιά τρέχουν στον δρόμο και γελούν δυνατά. Ο δάσκαλος περιμένει κοντά στη γέφυρα.\n"
    "Το βράδυ θα γυρίσουν στο σπίτι και η μητέρα θα ρωτήσει γιατί κανείς δεν έφερε ψάρια.",
    "cs": "Příliš žluťoučký kůň stál na dvoře, když měsíc svítil nad řekou. Děti se vrátily až večer a matka čekala.\n"
    "Učitel řekl, že zítra bude hezký den, a všichni mu věřili. Nikdo se už nebál, že přijde déšť.",
    "fr": "L'été dernier, le garçon a mangé des crêpes près de la forêt où naît la rivière. Sa mère était très fière.\n"
    "Après le dîner, ils sont allés se promener jusqu'à la mairie, où l'on fêtait déjà la fin de l'année.",
    "zh": "清晨，孩子们沿着小路跑到河边，大声地笑着。老师在桥上等着他们，手里拿着一本很旧的书。\n"
    "晚上他们回家的时候，母亲问为什么没有人带鱼回来。明天又是新的一天。",
}
MIXED = (
    "In the second chapter the guide explains how a package is built and where its files go.\n"
    "Obrázek 2.1 ukazuje, jak se balíčky instalují a kde najdete jejich soubory.\n"
    "It then turns to the network and to what can be done where there is none."
)
READ_AS = [("utf-8", "western"), ("utf-8", "mac_roman"), ("utf-8", "cp437")]
NATIONAL = {"ru": ("cp1251", "koi8_r", "cp866"), "el": ("cp1253",), "cs": ("cp1250",), "zh": ("gb18030",)}
PAIRS = [
    *((lang, *pair) for lang in PAGES for pair in READ_AS),
    *((lang, wrote, "western") for lang, charsets in NATIONAL.items() for wrote in charsets),
]


def channel(wrote: str, read: str) -> Channel:
    """The channel of that name."""
    return next(one for one in CHANNELS if (one.wrote, one.read, one.times) == (wrote, read, 1))


@pytest.mark.parametrize(("lang", "wrote", "read"), PAIRS)
def test_a_page_that_is_damaged_throughout_is_told_by_its_whole(lang: str, wrote: str, read: str) -> None:
    damaged = channel(wrote, read).damage(PAGES[lang])
    assert damaged is not None
    found = uniform(damaged)
    assert found is not None
    for at, old, new in reversed(found.pieces):
        damaged = damaged[:at] + new + damaged[at + len(old) :]
    assert damaged == PAGES[lang]
    assert found.channel.wrote == wrote


@pytest.mark.parametrize("lang", PAGES)
def test_sound_pages_stay(lang: str) -> None:
    assert uniform(PAGES[lang]) is None
    assert repair_text(PAGES[lang]).text == PAGES[lang]


def test_what_was_misread_twice_is_read_back_twice() -> None:
    once = channel("utf-8", "western").damage(PAGES["fr"])
    twice = channel("utf-8", "western").damage(once or "")
    found = uniform(twice or "")
    assert found is not None
    assert found.channel.times == 2
    assert repair_text(twice or "").text == PAGES["fr"]


def test_a_damaged_part_is_left_to_the_weighing_of_pieces() -> None:
    damaged = channel("utf-8", "western").damage("Après le dîner, où l'on fêtait déjà la fin de l'été, très tard.")
    text = f"{PAGES['fr']}\n{damaged}"
    assert uniform(text) is None
    assert repair_text(text).text.startswith(PAGES["fr"])


def test_few_pieces_are_no_proof() -> None:
    assert uniform("Le cafÃ© est fermÃ©.") is None


def test_damage_that_is_listed_on_purpose_stays() -> None:
    shown = "Mojibake: Ã©tÃ©, dÃ©jÃ , forÃªt, garÃ§on, naÃ®t, crÃªpes, riviÃ¨re, Ã¢ge, Ã®le."
    assert uniform(shown) is None
    assert repair_text(shown).text == shown


def test_a_passage_of_another_language_is_no_damage() -> None:
    assert STEP.run(MIXED) == ((), ())
