"""Shapes of pages made to hang, crash or blind a parser, at any size. Each holds the words of `MARK`, which a reader of
the page sees; unless it is among `SWALLOWED`, whose source no reader sees from some place on."""

from collections.abc import Callable

MARK = "Lanterns hang at the far end of the quay."
Shape = Callable[[int], str]


def _numbered(count: int, piece: str) -> str:
    return "".join(piece.format(number) for number in range(count))


SHAPES: dict[str, Shape] = {
    "nested spans": lambda size: "<span>" * size + MARK,
    "nested elements of its own": lambda size: _numbered(size, "<x-{}>") + MARK,
    "links in tables in links": lambda size: "<a href=x><table><tr><td>" * (size // 5) + MARK,
    "text between rows": lambda size: "<table>" + _numbered(size, "<tr>t{}<td>c") + "</table>" + MARK,
    "the same attribute again and again": lambda size: "<p " + "class=x " * size + ">" + MARK,
    "one attribute of many words": lambda size: f"<p class='{'word ' * size}'>{MARK}",
    "an attribute without an end": lambda size: f'<p>{MARK}<p title="{"x " * size}>',
    "references to no character": lambda size: "&#x110000;&#0;&#xD800;&#99999999999;" * size + MARK,
    "references without a name": lambda size: f"&{'a' * size};{MARK}",
    "comments that are none": lambda size: "<!--><!---><!-->--><!>" * size + MARK,
    "pictures in formulas in pictures": lambda size: "<svg><foreignObject><math><mtext>" * (size // 20) + MARK,
    "templates in templates": lambda size: "<template>" * size + "</template>" * size + MARK,
    "forms in forms": lambda size: "<form><select><option>" * (size // 5) + "</select></form>" * (size // 5) + MARK,
    "frames": lambda size: "<noframes>" + "<p>x" * size + f"</noframes><p>{MARK}",
    "frames in pages": lambda size: f"<iframe srcdoc='{'<p>x' * size}'></iframe>" * 2 + MARK,
    "end tags without beginnings": lambda size: "</div></p></br></table></a>" * size + MARK,
    "instructions": lambda size: "<?php echo '<p>' ?><!ELEMENT x>" * size + MARK,
    "conditional comments": lambda size: "<!--[if IE]><p>old</p><![endif]-->" * size + MARK,
    "one word": lambda size: f"<p>{'x' * size}</p><p>{MARK}",
    "one long line": lambda size: f"<p>{'word, ' * size}</p><p>{MARK}",
    "panels that open on a click": lambda size: (
        f"<div hidden><p>{'A panel of words. ' * 12}</p></div>" * (size // 20) + MARK
    ),
    "embedded data": lambda size: f"<img src='data:image/png;base64,{'QUJD' * size}'>{MARK}",
    "headings": lambda size: _numbered(size, "<h1>{}</h1>") + MARK,
    "definitions": lambda size: "<dl>" + "<dt>x<dd>y" * size + f"</dl>{MARK}",
    "bodies in bodies": lambda size: "<html><head><body>" * size + MARK,
    "tags without names": lambda size: "< <>< /></ >" * size + MARK,
    "capitals": lambda size: "<DIV CLASS=X STYLE='DISPLAY:BLOCK'>" * (size // 50) + MARK,
    "alternating directions": lambda size: "<bdo dir=rtl>\u202e<bdi>\u2067" * (size // 20) + MARK,
    "marks upon marks": lambda size: "<p>a" + "\u0301\u0327" * size + f"<p>{MARK}",
    "titles by the thousand": lambda size: "<title>x</title>" * size + MARK,
    "data for machines": lambda size: f"<script type='application/ld+json'>{'[' * size}</script>{MARK}",
    "body text for machines": lambda size: (
        f'<script type=\'application/ld+json\'>{{"articleBody":"{"a b c " * size}"}}</script>{MARK}'
    ),
}
SWALLOWED: dict[str, Shape] = {
    f"a {name} without an end": (lambda size, name=name: f"<p>A line.<{name}>{'<p>x ' * size}{MARK}")  # type: ignore[misc]
    for name in ("script", "style", "title", "textarea", "iframe", "noembed", "template", "xmp")
}

_FRAGMENTS = """a\n  |b |<p>|</p>|<div class=x>|</div>|<b>|</b>|<a href=y>|</a>|<br>|<table>|<tr>|<td>|<th>|</table>\
|<ul>|<ol>|<li>|</ul>|<pre>|</pre>|<select><option>|</select>|<q>|<ruby>|<rt>|<h2>|</h2>|<blockquote>\
|</blockquote>|<!-- c -->|&amp;|&eacute;|&#8217;|&nosuch;|<script>x</script>|<style>|</style>|<title>\
|</title>|<meta name=a content=b>|<x-y>|</x-y>|<svg>|</svg>|<p hidden>|<div style='display:none'>\
|<textarea>|</textarea>|<noscript>|</noscript>|<template>|</template>|<form>|</form>|<button>\
|<img alt=z>|<![CDATA[c]]>|<?p ?>|</body>|</html>|<time datetime=2020>|</time>|\u00e9\u4e2d\
|<frameset>|<!doctype html>"""
FRAGMENTS = tuple(_FRAGMENTS.split("|"))
"""Pieces that pages are put together from at random."""
