"""The examples that each channel carries as a rule: sentences of our own, damaged by the channel itself.

Each sentence holds the letters or marks that betray damage in its language. A channel shows the first sentence that it
damages reversibly and that its step brings back (a test sees to the latter), and keeps sound sentences written with the
very characters that its damage produces.
"""

from pumice.repairs.channels import CHANNELS, Channel
from pumice.rule import Rule

SENTENCES: dict[str, str] = {
    "en": "“I can’t say,” she wrote — and they’re sure it’s late…",
    "en2": "We don’t know what they can’t tell.",
    "fr": "L’été dernier, le garçon a mangé des crêpes près de la forêt où naît la rivière.",
    "fr2": "Ma sœur a le cœur sur la main et un œil sur les bœufs.",
    "es": "Está aquí la música rápida, según él, más allá del jardín.",
    "de2": "Wir können für Bäume später Körbe holen, natürlich.",
    "de": "Die Bäume über der Straße blühen früh, und die Mädchen hören schöne Lieder.",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy, když měsíc svítil nad řekou.",
    "pl": "Wczesną wiosną źrebięta biegały po łące, a chłopcy łowili ryby.",
    "hu": "Az ősz fűszeres illata betölti a kertet, ahol a hűvös eső után zöldül a fű.",
    "tr": "Çocuklar bahçede güneş doğarken sessizce şarkı söylüyor, ağaçların altında çay içiyor.",
    "ro": "Copiii aleargă prin grădină și țin în mâini flori culese de dimineață.",
    "lt": "Žąsys skrido virš ežero, o vaikai žiūrėjo į dangų ir šaukė.",
    "ru": "Ранним утром дети бегут по дороге к реке и громко смеются.",
    "ru2": "Моя Яна и твоя Вера знают, какая Земля большая, а Юля и Жанна ещё нет.",
    "uk": "Рано вранці діти біжать дорогою до річки і голосно сміються.",
    "el": "Νωρίς το πρωί τα παιδιά τρέχουν στον δρόμο και γελούν δυνατά.",
    "el2": "Άκουσα τα παιδιά: Άννα, Άρη, Άνοιξε την πόρτα, Άλλος έρχεται από τον δρόμο.",
    "pt": "As crianças não dão pão às irmãs, mas põem maçãs no chão.",
    "lt2": "„Žąsys skrido virš ežero“, šaukė vaikai, žiūrėdami į dangų.",
    "he": "בבוקר מוקדם הילדים רצים בדרך אל הנהר וצוחקים בקול.",
    "ar": "في الصباح الباكر يركض الأطفال على الطريق إلى النهر ويضحكون.",
    "th": "เช้าตรู่เด็กวิ่งไปตามถนนสู่แม่น้ำและหัวเราะเสียงดัง",
    "vi": "Sáng sớm trẻ em chạy dọc theo con đường ra sông và cười vang.",
    "zh": "清晨，孩子们沿着小路跑到河边，大声地笑着。",
    "zh-tw": "清晨，孩子們沿著小路跑到河邊，大聲地笑著。",
    "ja": "朝早く、子どもたちは川への道を走って、大きな声で笑っています。",
    "ko": "이른 아침 아이들은 강으로 가는 길을 달리며 크게 웃는다. 어머니는 집에서 아이들을 기다리고 있다가 문을 연다.",
}

# The language whose sentence shows a charset's damage, most telling first.
SHOWN: dict[str, tuple[str, ...]] = {
    "utf-8": ("fr", "ru", "zh", "cs", "en", "es", "de2"),
    "western": ("en", "en2", "fr", "de"),
    "gb18030": ("zh",),
    "big5": ("zh-tw",),
    "euc_kr": ("ko",),
    "euc_jp": ("ja",),
    "cp932": ("ja",),
    "cp874": ("th",),
    "cp1250": ("cs", "pl", "hu"),
    "iso8859_2": ("cs", "pl", "hu"),
    "cp852": ("cs", "pl", "hu"),
    "mac_latin2": ("cs", "pl", "hu"),
    "iso8859_4": ("lt",),
    "iso8859_13": ("lt2",),
    "iso8859_7": ("el2",),
    "iso8859_16": ("ro", "pl"),
    "cp1257": ("lt",),
    "cp775": ("lt",),
    "cp1254": ("tr",),
    "cp857": ("tr",),
    "mac_turkish": ("tr",),
    "cp1258": ("vi",),
    "koi8_u": ("uk",),
    "cp1251": ("ru2", "ru"),
    **dict.fromkeys(("koi8_r", "cp866", "iso8859_5", "mac_cyrillic", "cp855"), ("ru",)),
    **dict.fromkeys(("cp1253", "cp737", "mac_greek"), ("el",)),
    **dict.fromkeys(("cp1255", "cp862"), ("he",)),
    **dict.fromkeys(("cp1256", "iso8859_6"), ("ar",)),
    "iso8859_15": ("fr2",),
    "cp850": ("pt", "fr", "de"),
    **dict.fromkeys(("mac_roman", "cp437"), ("fr", "de", "en")),
}

# Texts that look like damage and are not: what the charsets' characters are for.
KEEPS = (
    "Ærø, Ålborg, ØRSTED; naïve façade; ÕHTU, JÕGI; ñandú, «Olé», ¡¿quién?!",
    "├── src\n│   └── main.c · © 2020 ® ™ § ½ 5×£35 √π",
    "日本語の「稚内」と「知床」、値段と漏れ。",
    "Ґрунт і їжак, єдність; Вол без рога не е човек.",
)


def shown(channel: Channel) -> tuple[str, str] | None:
    """A damaged sentence and the sentence, for a channel; None if no sentence survives it."""
    for lang in SHOWN.get(channel.wrote, ()):
        sound = SENTENCES[lang]
        damaged = channel.damage(sound)
        if damaged is not None and damaged != sound and channel.invert(damaged) == sound:
            return damaged, sound
    return None


def rule_of(wrote: str, examples: tuple[tuple[str, str], ...]) -> Rule:
    """All channels from one charset as a rule."""
    return Rule(
        f"repair.channel-{wrote}".replace("_", "-"),
        summary=f"Text that was written in {wrote} and read in another charset is read as {wrote}.",
        source="the charsets as Python's codecs define them, windows-1252 and ISO 8859-1 joined as “western”",
        changes=examples[: len(KEEPS)],
        keeps=KEEPS,
    )


def _by_charset(shown_by: dict[Channel, tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for channel, example in shown_by.items():
        found.setdefault(channel.wrote, []).append(example)
    return {wrote: tuple(dict.fromkeys(examples)) for wrote, examples in found.items()}


_EXAMPLES = {channel: example for channel in CHANNELS if (example := shown(channel))}
SHOWABLE: tuple[Channel, ...] = tuple(_EXAMPLES)  # channels that some sentence survives; no other can be repaired
_LOST = {
    "tcvn3": (("Céng hßa x· héi chñ nghÜa", "Cộng hòa xã hội chủ nghĩa"),),
    "vni": (("Coäng hoøa xaõ hoäi chuû nghóa", "Cộng hòa xã hội chủ nghĩa"),),
    "old-mail": (("We don¹t know what they can¹t tell.", "We don’t know what they can’t tell."),),
}
RULES: tuple[Rule, ...] = tuple(
    rule_of(wrote, examples) for wrote, examples in {**_by_charset(_EXAMPLES), **_LOST}.items()
)
