"""Every regular expression of pumice, and input that is made to slow each down.

Run as a program it prints the expressions that importing and using pumice compiles, as JSON lines: the place, the name
it has there, whether it is only asked to match at one place, whether it is text, the expression, its flags.
"""

import importlib
import inspect
import json
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator
from functools import _lru_cache_wrapper
from itertools import islice, pairwise
from pathlib import Path
from time import process_time
from typing import Any

Text = str | bytes
# Samples of character classes come from here; each is of another kind to most expressions.
TEXT = [*map(chr, range(32, 127)), "\n", "\t", "\r", "\0", *"éÃ©â€“ΩЖ中あกא؛\u200b\u00a0\ufffd\u0301\udc81𝒳"]
BYTES = [bytes([value]) for value in (*range(32, 127), 10, 9, 13, 0, *range(128, 256))]
# Sizes are tried from the smallest on, so that exponential growth is seen before it hangs.
SMALL = (*range(8, 48, 2), 64, 256)
SIZE = 2048
# A linear expression takes 0.001 to 0.1 µs a character here, so one that takes this many is looked at more closely;
# seconds a character. Where four times the size takes this many times as long, it is not linear; n log n is 4.7.
SUSPICIOUS = 5e-7
GROWTH = 9.0
DOCUMENTS = {
    "a.txt": "The ferry donft sail, said the gkeeperh. â€œNoâ€\x9d, &amp; =E2=80=99 \u200b e\u0301\r\nShare this\n",
    "b.html": "<html><title>T</title><meta charset=utf-8><p>The ferry <b>sails</b>.</p><!-- x --><script>x</script>",
    "c.jsonl": '{"url": "https://example.org/", "text": "The ferry sails."}\n',
    "d.txt": "\u0431\u044f ÐŸÐ°Ñ€Ð¾Ð¼ ÃƒÂ© ‚±‚Ì •¶Žš ÖÐ¹ú\nHome | About\n",
}


def compiled() -> set[tuple[str, Text, int]]:
    """The expressions that modules of pumice compile when they are loaded and used: place, expression, flags."""
    found: set[tuple[str, Text, int]] = set()
    original = re._compile  # type: ignore[attr-defined]

    def noting(pattern: Any, flags: Any) -> Any:
        caller = inspect.currentframe()
        caller = caller.f_back.f_back if caller and caller.f_back else None
        path = caller.f_code.co_filename if caller else ""
        if isinstance(pattern, Text) and "/pumice/" in path:
            found.add((path.rpartition("/pumice/")[2], pattern, int(flags)))
        return original(pattern, flags)

    re._compile = noting  # type: ignore[attr-defined]
    use()
    return found


def use() -> None:
    """Load every module, call what it keeps, clean some documents."""
    import pumice

    for module in pkgutil.walk_packages(pumice.__path__, "pumice."):
        if module.name.endswith("__main__"):
            continue
        try:
            loaded = importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            if (error.name or "pumice").startswith("pumice"):
                raise
            continue  # an extra that is not installed
        for value in list(vars(loaded).values()):
            if isinstance(value, _lru_cache_wrapper) and not inspect.signature(value).parameters:
                value()
    for name, text in DOCUMENTS.items():
        for strip in ("careful", "off"):
            pumice.normalize(text.encode("utf-8", "surrogateescape"), name=name, options=pumice.Options(strip=strip))


def atoms(pattern: "re.Pattern[Any]") -> list[Any]:
    """Short strings of which input can be made that keeps an expression busy: one sample for each of its parts that
    stands for characters, and what each of its repeated parts begins with."""
    tree = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]
    is_text = isinstance(pattern.pattern, str)
    found = [_joined(part, is_text) for part in _runs(tree)]
    return list(dict.fromkeys(each for each in found if each))


def _runs(tree: Iterable[Any]) -> Iterator[list[int]]:
    """Samples of the parts of an expression, and of each whole sequence of parts."""
    whole: list[int] = []
    for part in tree:
        own = _sample(part)
        for below in _below(part):
            yield from _runs(below)
        if own:
            yield own
        whole += own
    yield whole


def _below(part: Any) -> Iterator[Any]:
    name, value = str(part[0]), part[1]
    if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        yield value[2]
    elif name == "SUBPATTERN":
        yield value[3]
    elif name == "ATOMIC_GROUP":
        yield value
    elif name in {"ASSERT", "ASSERT_NOT"}:
        yield value[1]
    elif name == "BRANCH":
        yield from value[1]


def _sample(part: Any) -> list[int]:
    """Code points that a part matches; those of its first branch, of its least repetition but one."""
    name, value = str(part[0]), part[1]
    if name == "LITERAL":
        return [value]
    if name in {"IN", "ANY", "NOT_LITERAL"}:
        return _one_of(part)
    if name in {"ASSERT", "ASSERT_NOT"}:
        return []
    below: Iterable[Any] = next(_below(part), [])
    once = [point for each in below for point in _sample(each)]
    return once * max(1, value[0]) if name.endswith("REPEAT") else once


def _one_of(part: Any) -> list[int]:
    tree = re._parser.SubPattern(re._parser.State(), [part])  # type: ignore[attr-defined]
    tree.state.str = ""
    matcher = re._compiler.compile(tree)  # type: ignore[attr-defined]
    return next(([ord(each)] for each in TEXT if matcher.match(each)), [])


def _joined(points: list[int], is_text: bool) -> Any:
    if is_text:
        return "".join(map(chr, points))
    return bytes(point for point in points if point < 256)


def attacks(pattern: "re.Pattern[Any]", size: int, most: int = 12) -> Iterator[Any]:
    """Inputs of about `size` characters that nearly match, over and over."""
    found = sorted(atoms(pattern), key=len)[:most]
    empty: Any = "" if isinstance(pattern.pattern, str) else b""
    last: Any = "\x01" if isinstance(pattern.pattern, str) else b"\x01"
    whole = max(found, key=len, default=empty)
    for atom in found:
        times = size // len(atom) + 1
        yield atom * times + last
        if atom != whole:
            yield whole[:-1] + atom * times + last
    for one, other in islice(pairwise(found), most):
        yield (one + other) * (size // len(one + other) + 1) + last


def seconds(pattern: "re.Pattern[Any]", text: Any, runs: int = 1, *, anchored: bool = False) -> float:
    """CPU time to search all of a text, or only to match at its start and wholly if the expression is asked no more."""
    times = []
    for _ in range(runs):
        began = process_time()
        if anchored:
            pattern.match(text)
            pattern.fullmatch(text)
        else:
            for _ in pattern.finditer(text):
                pass
        times.append(process_time() - began)
    return min(times)


def slow(pattern: "re.Pattern[Any]", *, anchored: bool) -> str:
    """An input on which the time of an expression grows faster than the input, as a short text; empty if none was
    found."""
    for size in (*SMALL, SIZE):
        for number, text in enumerate(attacks(pattern, size)):
            took = seconds(pattern, text, anchored=anchored)
            if took < SUSPICIOUS * max(len(text), 2000):
                continue
            if size < SIZE and took > 0.05:
                return f"{took:.2f} s for {text[:40]!r} × {len(text)}"
            if size == SIZE and grows(pattern, number, anchored):
                return f"{text[:60]!r}"
    return ""


def grows(pattern: "re.Pattern[Any]", number: int, anchored: bool) -> bool:
    """Whether four times the input takes far more than four times the time, each time that it is measured."""
    small, large = (list(attacks(pattern, size))[number] for size in (SIZE, 4 * SIZE))
    return all(
        seconds(pattern, large, anchored=anchored) > GROWTH * seconds(pattern, small, 3, anchored=anchored)
        for _ in range(3)
    )


def names_of(place: str, expression: Text, flags: int) -> list[str]:
    """The names of an expression in the module that compiles it."""
    module = "pumice." + place.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    same = re.compile(expression, flags)
    return [name for name, value in vars(sys.modules[module]).items() if value is same]


def is_anchored(names: list[str], sources: str) -> bool:
    """Whether an expression of these names is only ever asked to match where it is told to."""
    asked = {call for name in names for call in re.findall(rf"\b{name}\.(\w+)", sources)}
    return bool(asked) and asked <= {"match", "fullmatch"}


def main() -> None:
    """Print the expressions."""
    folder = Path(__file__).parents[2] / "src"
    sys.path[:0] = [str(folder)]
    found = compiled()
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))
    for place, expression, flags in sorted(found, key=lambda each: (each[0], str(each[1]))):
        names = names_of(place, expression, flags)
        text = expression if isinstance(expression, str) else expression.decode("latin-1")
        anchored = is_anchored(names, sources)
        line = [place, " ".join(names), anchored, isinstance(expression, str), text, flags]
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
