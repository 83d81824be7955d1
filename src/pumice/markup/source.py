"""A page's source made safe to parse: nothing in it can make a parser hang, crash or drop text unseen.

What is done to it is said in findings. Sizes are in characters. The time a parser takes on the limits given here was
measured with lxml 6.1 and BeautifulSoup 4.15 on one core.
"""

import re
from itertools import islice

from pumice.edits import evidence
from pumice.findings import Finding

# A page is read up to here; the longest of 1,216 real pages has 1.5 million characters.
MAX_SOURCE = 16_000_000
# The most tags of a real page are 19,000; 300,000 short paragraphs take 2.4 s and 0.25 GB.
MAX_TAGS = 300_000
# With BeautifulSoup 200,000 short paragraphs take 5 s and 0.32 GB.
MAX_TAGS_TOLERANT = 200_000
# libxml2 compares each attribute with all before it: 1,000 take 2 ms, 200,000 over a minute.
MAX_ATTRIBUTES = 1_000

# What stands in these is no text of the page, and without their end tags that is all the rest of it (HTML Standard,
# 13.2.5: raw text, and what is set aside for programs).
SWALLOWING = ("script", "style", "title", "iframe", "noembed", "template")
_NAME_ENDS = (">", " ", "\n", "\t", "/", "\f")
# The rest is worth a word if it is longer than a tag with some attributes.
MIN_SWALLOWED = 200

# A tag with its attributes: quoted values may hold ">". Every alternative begins with another character or gives up
# what it read for good, so the search is linear.
_TAG = re.compile(r"""<[a-zA-Z](?:[^>="']++|=\s*+(?:"[^"]*+"|'[^']*+')?+|["'])*+""")
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+)""")
# What stands after these end tags still belongs to the body (HTML Standard, 13.2.6.4.19), but lxml's tree drops it.
_END_OF_PAGE = re.compile(r"</(?:body|html)(?=[\s/>])[^>]*+>", re.IGNORECASE)
_BEGIN = re.compile("<[a-zA-Z/!?]")
_TAG_NAME = re.compile(r"<[^\s/>]*")
# Undecodable bytes are lone surrogates (see pumice.decoding.reading). They pass a parser as private-use characters that
# pages have no use for, and come out as they were.
_ESCAPES = {0xDC00 + byte: 0x10F700 + byte for byte in range(0x80, 0x100)}
_BACK = {passing: escape for escape, passing in _ESCAPES.items()}
_LONE = re.compile("[\ud800-\udfff]")
_PASSING = re.compile("[\U0010f780-\U0010f7ff]")


def safe_source(text: str) -> tuple[str, tuple[Finding, ...]]:
    """The source of a page as it is parsed, and findings on what had to be taken from it."""
    findings: list[Finding] = []
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if nuls := text.count("\0"):
        text = text.replace("\0", "")
        findings.append(Finding("markup.nul", f"{nuls} zero characters were left out", evidence=evidence(count=nuls)))
    text = _END_OF_PAGE.sub("\n", text)
    text, cut = cut_to_limits(text, MAX_SOURCE, MAX_TAGS)
    text, flood = _without_floods(text)
    return text, (*findings, *cut, *flood, *_unclosed_comment(text), *_unclosed_element(text))


def cut_to_limits(text: str, most: int, most_tags: int) -> tuple[str, tuple[Finding, ...]]:
    """`text` up to `most` characters and `most_tags` tags, with a finding if that is not all of it."""
    short = text[:most]
    if short.count("<") > most_tags and (beyond := next(islice(_BEGIN.finditer(short), most_tags, None), None)):
        short = short[: beyond.start()]
    if len(short) == len(text):
        return text, ()
    facts = evidence(characters=len(text), read=len(short))
    return short, (Finding("markup.cut", f"only {len(short)} of {len(text)} characters were read", evidence=facts),)


def _without_floods(text: str) -> tuple[str, tuple[Finding, ...]]:
    """`text` with the attributes taken from tags that have more than any page needs."""
    floods = [tag for tag in _TAG.finditer(text) if tag.end() - tag.start() > 2 * MAX_ATTRIBUTES and _is_flood(tag[0])]
    if not floods:
        return text, ()
    parts: list[str] = []
    at = 0
    for tag in floods:
        name = _TAG_NAME.match(tag[0])
        parts += (text[at : tag.start()], name[0] if name else "", " ")
        at = tag.end()
    message = f"the attributes of {len(floods)} tags were not read, there are too many"
    found = Finding("markup.attributes", message, evidence=evidence(tags=len(floods)))
    return "".join((*parts, text[at:])), (found,)


def _is_flood(tag: str) -> bool:
    return len(_VALUE.sub(" ", tag).replace("/", " ").split()) > MAX_ATTRIBUTES


def _unclosed_comment(text: str) -> tuple[Finding, ...]:
    """A comment that never ends hides the rest of a page from its readers too, but hardly on purpose."""
    start = text.rfind("<!--")
    if start < 0 or text.find("-->", start) >= 0:
        return ()
    rest = len(text) - start
    facts = evidence(characters=rest)
    return (Finding("markup.unclosed-comment", f"a comment of {rest} characters does not end", evidence=facts),)


def _unclosed_element(text: str) -> tuple[Finding, ...]:
    """The same of an element whose content is no text of the page."""
    lower = text.lower()
    for name in SWALLOWING:
        start = lower.rfind(f"<{name}")
        if start >= 0 and lower[start + len(name) + 1 : start + len(name) + 2] in _NAME_ENDS:
            rest = len(lower) - start
            if lower.find(f"</{name}", start) < 0 and rest > len(name) + MIN_SWALLOWED:
                facts = evidence(element=name, characters=rest)
                return (Finding("markup.unclosed-element", f"{name} does not end", evidence=facts),)
    return ()


def protect(text: str) -> tuple[str, bool]:
    """`text` without lone surrogates, which no parser takes, and whether there were any; `expose` brings those back
    that stand for bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = _PASSING.sub("\N{REPLACEMENT CHARACTER}", text).translate(_ESCAPES)
        return _LONE.sub("\N{REPLACEMENT CHARACTER}", text), True
    return text, False


def expose(text: str) -> str:
    """Text that passed a parser after `protect` found lone surrogates, with undecodable bytes as they were."""
    return text.translate(_BACK)
