"""Charset labels, and the declaration in a page's head.

Source: WHATWG Encoding Standard, "names and labels" (by webencodings); HTML Standard, "prescan a byte stream to
determine its encoding".
"""

import codecs
import re

PRESCAN_BYTES = 1024
"""How far into a page its declaration must stand (HTML Standard, 13.2.3.2)."""

# fmt: off
_BEYOND_WHATWG = frozenset(
    {
        "cp437", "cp720", "cp737", "cp775", "cp850", "cp852", "cp855", "cp857", "cp858", "cp860", "cp861", "cp862",
        "cp863", "cp864", "cp865", "cp869", "cp1125", "hz", "iso2022_kr", "iso2022_jp_1", "iso2022_jp_2",
        "iso2022_jp_ext", "johab", "koi8_t", "kz1048", "mac_greek", "mac_iceland", "mac_latin2", "mac_turkish",
        "ptcp154", "shift_jis_2004", "euc_jis_2004", "tis_620", "hp_roman8",
    }
)
# fmt: on
"""Charsets in use before the web that browsers do not know and Python does, by Python's normalized names."""

_PYTHON_LABELS = {"ibm437": "cp437", "ibm850": "cp850", "ibm852": "cp852", "ibm855": "cp855", "hz-gb-2312": "hz"}


def python_codec(label: str) -> str | None:
    """The Python codec a charset `label` means on the web; None for a label unknown or without a meaning of its own."""
    import webencodings

    found = webencodings.lookup(label)
    if found is not None and found.name not in ("replacement", "x-user-defined"):
        return str(found.codec_info.name)
    name = label.strip().lower()
    try:
        name = codecs.lookup(_PYTHON_LABELS.get(name, name)).name.replace("-", "_")
    except (LookupError, ValueError):
        return None
    return name if name in _BEYOND_WHATWG else None


_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(rb"<meta(?=[\s/])([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_CONTENT_CHARSET = re.compile(rb"""charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"']+))""", re.IGNORECASE)
_XML = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def declared_in_markup(data: bytes) -> str | None:
    """The charset label a page declares for itself within its first bytes, as written; None if it declares none."""
    head = data[:PRESCAN_BYTES]
    if found := _XML.match(head):
        return _label(found.groups())
    for meta in _META.finditer(_COMMENT.sub(b"", head)):
        if label := _from_meta(meta[1]):
            return label
    return None


def _from_meta(inside: bytes) -> str | None:
    values: dict[bytes, bytes] = {}
    for name, *quoted in _ATTRIBUTE.findall(inside):
        values.setdefault(name.lower(), next((value for value in quoted if value), b""))
    if b"charset" in values:
        return _label([values[b"charset"]])
    if values.get(b"http-equiv", b"").lower() == b"content-type":
        found = _CONTENT_CHARSET.search(values.get(b"content", b""))
        return _label(found.groups()) if found else None
    return None


def _label(groups: tuple[bytes | None, ...] | list[bytes]) -> str | None:
    value = next((group for group in groups if group), b"")
    return value.strip().decode("ascii", "ignore") or None
