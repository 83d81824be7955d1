#!/usr/bin/env python3
"""Pack the furniture lexicons for loading, and gather phrases from translations and training data.

    python tools/build_lexicons.py gather DATA   # DATA/lexicon.jsonl.gz, plain_*.jsonl.gz and CLDR -> gathered/*.toml
    python tools/build_lexicons.py pack          # lexicons/*.toml and gathered/*.toml -> lexicons/packed.json

DATA is the folder of the labelled pages. A phrase of the translations is taken unless the pages speak against it; one
that no page shows is taken at its kind's word. Phrases of the pages themselves are taken when they are short, stand on
their own line as furniture on pages of four sites or more, and as content on next to none; no sentence of a page is.
"""

import gzip
import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from pumice.furniture.normal import folded, key, skeleton, token_count  # noqa: E402

LEXICONS = ROOT / "src" / "pumice" / "furniture" / "lexicons"
Phrases = dict[str, dict[str, dict[str, set[str]]]]


def tables() -> list[dict[str, Any]]:
    """Every lexicon file, parsed, written ones before gathered ones, each in the order of its name."""
    files = sorted(LEXICONS.glob("*.toml")) + sorted((LEXICONS / "gathered").glob("*.toml"))
    return [spread(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]


KINDS = {
    "advert": "advert",
    "back-to-top": "back-to-top",
    "comment-form": "comment-form",
    "cookie": "consent",
    "copyright": "copyright",
    "feedback": "comment-form",
    "login": "login",
    "nav": "navigation",
    "newsletter": "newsletter",
    "pagination": "pagination",
    "print": "print",
    "read-more": "read-more",
    "related": "related",
    "search": "search",
    "share": "share",
}
# Kinds whose phrases, when long enough to be nothing else, were right in 99 % of lines or more on the labelled pages.
SAFE = {"share", "back-to-top", "print", "consent", "newsletter", "login", "comment-form"}
SAFE_WORDS = {"share": 3, "back-to-top": 2, "print": 3, "newsletter": 3, "consent": 4, "login": 4, "comment-form": 4}
MAX_WORDS = 12
MINED_SITES = 4
MINED_CHARACTERS = 40
CODES = {
    "zh-CN": "zh", "zh-cn": "zh", "zh-Hans": "zh", "zh-TW": "zh-Hant", "zh-tw": "zh-Hant", "zh-HK": "zh-Hant",
    "pt-BR": "pt", "pt-br": "pt", "gr": "el", "kz": "kk", "vn": "vi", "kh": "km", "tl": "fil", "hbs": "sh", "no": "nb",
}  # fmt: skip


@dataclass
class Seen:
    """On how many sites a line was furniture, and on how many content."""

    junk: set[str] = field(default_factory=set)
    content: set[str] = field(default_factory=set)
    languages: Counter[str] = field(default_factory=Counter)


def site(domain: str) -> str:
    """The registrable part of a host name, near enough: its last two labels, three under short second levels."""
    labels = domain.lower().split(".")
    size = 3 if len(labels) > 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-size:])


def lines_seen(data: Path) -> dict[str, Seen]:
    """How each short line of the labelled pages was labelled, by its key."""
    seen: dict[str, Seen] = defaultdict(Seen)
    for name in ("plain_dev.jsonl.gz", "plain_residual_dev.jsonl.gz"):
        with gzip.open(data / name, "rt", encoding="utf-8") as rows:
            for document in map(json.loads, rows):
                for line in document["lines"]:
                    if line["keep"] is None or len(line["t"]) > 90:
                        continue
                    found = seen[key(line["t"])]
                    (found.content if line["keep"] else found.junk).add(site(document["domain"]))
                    found.languages[document["lang"]] += 1
    return seen


def strength(kind: str, phrase: str, seen: Seen | None) -> str | None:
    """`whole`, `company` or None (not worth having) for a phrase of a kind."""
    size = token_count(phrase)
    if not 1 <= size <= MAX_WORDS or len(phrase) < 2 or phrase.isdecimal():
        return None
    if seen and len(seen.content) > 1 and len(seen.content) * 6 > len(seen.junk):
        return None
    needed = SAFE_WORDS.get(kind, 99)
    return "whole" if size >= needed and len(phrase) >= 6 and not (seen and seen.content) else "company"


def gathered(data: Path) -> dict[str, dict[tuple[str, str, str, str], set[str]]]:
    """Phrases by language and by (strength, kind, origin, licence)."""
    seen = lines_seen(data)
    out: dict[str, dict[tuple[str, str, str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    places = {key(row["phrase"]) for row in translations(data) if row["kind"] == "territory-name"}
    for row in translations(data):
        language = CODES.get(row["lang"], row["lang"])
        origin, licence = ", ".join(row["origin"]), ", ".join(row["licence"])
        kind = KINDS.get(row["kind"])
        if row["kind"] == "language-name":
            if key(row["phrase"]) not in places:  # Hungarian is called Hungary in Indonesian
                out[language]["lexemes", "language-name", origin, licence].add(row["phrase"])
        elif row["kind"] == "language-switcher":
            out[language]["lexemes", "language-label", origin, licence].add(row["phrase"])
        elif kind and "…" not in row["phrase"]:
            level = strength(kind, key(row["phrase"]), seen.get(key(row["phrase"])))
            if level:
                out[language][level, kind, origin, licence].add(row["phrase"])
    for language, phrase in mined(seen):
        out[language]["company", "navigation", "lines of labelled pages", "facts"].add(phrase)
    for language, role, word in cldr():
        if language in out or role == "language-name":
            where = language if language in out else "und"
            out[where]["lexemes", role, "CLDR by babel", "Unicode-3.0"].add(word)
    return out


def translations(data: Path) -> Iterator[dict[str, Any]]:
    """The rows of the list of interface phrases."""
    with gzip.open(data / "lexicon.jsonl.gz", "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def mined(seen: dict[str, Seen]) -> Iterator[tuple[str, str]]:
    """Short lines that are furniture on four sites or more and content on next to none, with their language.

    Lines that name one of the sites are left out: what is theirs is not everyone's.
    """
    names = {label for found in seen.values() for host in found.junk | found.content for label in host.split(".")[:1]}
    for phrase, found in sorted(seen.items()):
        plain = phrase.replace(" ", "").isascii() and len(phrase) < 4
        if len(found.junk) < MINED_SITES or len(found.content) * 12 > len(found.junk) or plain:
            continue
        if len(phrase) > MINED_CHARACTERS or any(character.isdecimal() for character in phrase):
            continue
        if not any(word in names and len(word) > 3 for word in phrase.split()[:1] if len(phrase.split()) == 1):
            yield min(found.languages, key=lambda name: (-found.languages[name], name)).split("-")[0], phrase


def cldr() -> Iterator[tuple[str, str, str]]:
    """Language names in their own language, and the names of months and weekdays, from CLDR."""
    from babel import Locale, localedata

    for name in sorted(localedata.locale_identifiers()):
        locale = Locale.parse(name)
        if locale.territory or locale.script or locale.variant:
            continue
        own = locale.languages.get(locale.language)
        if own:
            yield locale.language, "language-name", own
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for table in (locale.months[context][width], locale.days[context][width]):
                    for word in table.values():
                        for part in key(str(word)).split():
                            if not part.isdecimal():
                                yield locale.language, "date-word", part


def write_gathered(data: Path) -> None:
    """Write gathered/, one file a language."""
    found = gathered(data)
    folder = LEXICONS / "gathered"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.toml"):
        old.unlink()
    for language, groups in sorted(found.items()):
        blocks = [f'# Made by tools/build_lexicons.py; do not edit.\nlanguage = "{language}"']
        for (table, kind, origin, licence), phrases in sorted(groups.items()):
            rows = ", ".join(json.dumps(phrase, ensure_ascii=False) for phrase in sorted(phrases))
            head = f'table = "{table}"\nkind = "{kind}"\norigin = "{origin}"\nlicence = "{licence}"'
            blocks.append(f"[[gathered]]\n{head}\nphrases = [{rows}]")
        (folder / f"{language}.toml").write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def spread(table: dict[str, Any]) -> dict[str, Any]:
    """A gathered file in the form of a written one."""
    tables: dict[str, Any] = {"language": table["language"], "whole": {}, "company": {}, "lexemes": {}, "stems": {}}
    tables["gathered"] = "gathered" in table
    for name in ("whole", "company", "lexemes", "stems"):
        for kind, phrases in table.get(name, {}).items():
            tables[name].setdefault(kind, []).extend(phrases)
    for group in table.get("gathered", ()):
        tables[group["table"]].setdefault(group["kind"], []).extend(group["phrases"])
    return tables


def pack(parsed: list[dict[str, Any]]) -> dict[str, Any]:
    """The lookup form of lexicon files: a phrase that one file calls doubtful is doubtful in all."""
    phrases: Phrases = {}
    lexemes: dict[str, dict[str, str]] = {}
    stems: dict[str, set[tuple[str, str]]] = {}
    for table in parsed:
        language = table["language"]
        for level in ("whole", "company"):
            for kind, lines in table[level].items():
                for line in lines:
                    ranked = f"{level}, gathered" if table["gathered"] else level
                    kinds = phrases.setdefault(key(line), {}).setdefault(ranked, {})
                    kinds.setdefault(kind, set()).add(language)
        for role, words in table["lexemes"].items():
            for word in words:
                lexemes.setdefault(role, {}).setdefault(key(word).replace(" ", ""), language)
        for role, words in table["stems"].items():
            for word in words:
                stems.setdefault(folded(word), set()).add((language, role))
    move_inflected(lexemes)
    fillers = set(lexemes.get("filler", {}))
    decisions = {phrase: decided(found) for phrase, found in sorted(phrases.items()) if phrase}
    return {
        "phrases": decisions,
        "skeletons": skeletons(phrases, fillers),
        "lexemes": {role: sorted(words) for role, words in sorted(lexemes.items())},
        "stems": by_head({stem: sorted(map(list, roles)) for stem, roles in sorted(stems.items())}),
    }


def by_head(stems: dict[str, list[list[str]]]) -> dict[str, list[Any]]:
    """Stems with their languages and roles, under the two characters they begin with."""
    heads: dict[str, list[Any]] = {}
    for stem, roles in stems.items():
        heads.setdefault(stem[:2], []).append([stem, roles])
    return heads


def move_inflected(lexemes: dict[str, dict[str, str]]) -> None:
    """Count the names of networks with case endings or particles (`facebookissa`), listed as fillers, as networks."""
    networks = tuple(name for name in lexemes["network"] if len(name) >= 4)
    for word in [word for word in lexemes["share-filler"] if word.startswith(networks)]:
        lexemes["network"][word] = lexemes["share-filler"].pop(word)


def skeletons(phrases: Phrases, fillers: set[str]) -> dict[str, str]:
    """The certain phrases of the written files without their articles, pronouns and prepositions, where two words or
    more are left."""
    found: dict[str, str] = {}
    for phrase, ranks in sorted(phrases.items()):
        bare = skeleton(phrase, fillers)
        if (
            "whole" in ranks
            and "company" not in ranks
            and len(bare.split()) >= 2
            and "company" not in phrases.get(bare, {})
        ):
            found.setdefault(bare, decided(ranks))
    return dict(sorted(found.items()))


def decided(found: dict[str, dict[str, set[str]]]) -> str:
    """One kind and strength for a phrase: what was written goes before what was gathered, the weaker strength before
    the stronger, the kind that most languages give it before others; and a language that has it so."""
    rank = next(rank for rank in ("company", "whole", "company, gathered", "whole, gathered") if rank in found)
    kinds = found[rank]
    kind = min(kinds, key=lambda name: (-len(kinds[name]), name))
    return f"{kind} {rank.split(',')[0]} {min(kinds[kind])}"


def dump(data: dict[str, Any]) -> str:
    """JSON with one entry a line, so that a change is a readable difference."""
    parts = []
    for name, table in data.items():
        rows = ",\n".join(
            f"{json.dumps(k, ensure_ascii=False)}:{json.dumps(v, ensure_ascii=False)}" for k, v in table.items()
        )
        parts.append(f"{json.dumps(name)}:{{\n{rows}\n}}")
    return "{" + ",\n".join(parts) + "}\n"


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["gather"] and len(arguments) == 2:
        write_gathered(Path(arguments[1]))
    elif arguments != ["pack"]:
        print(__doc__)
        return 2
    (LEXICONS / "packed.json").write_text(dump(pack(tables())), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
