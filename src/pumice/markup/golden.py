"""A page that shows whether the parser beneath still reads pages as the one that this renderer was made with.

libxml2 changes what a page says from version to version. A run with a parser that reads this page otherwise gives other
first texts; its documents carry a finding, so that nobody takes them for a change of the page.
"""

from functools import cache
from hashlib import sha256

from pumice.markup.render import render

PAGE = (
    "<!DOCTYPE html><html lang=en><head><title>Golden &amp; page</title>"
    "<meta name=author content='A &eacute;'></head>"
    "<body class=x><nav><ul><li>One<li>Two<ul><li>Deep</ul></ul></nav><p>Un<b>closed <i>and</b> mis</i>nested<p>next"
    "<div>in a<p>div</div>after &lt;it&gt; &#8217; &#x93; &nosuch; &amp;amp; AT&T &copy2020 <table><tr><td>a<td>b<p>c"
    "<table><tr><th>inner</table>out</table><a href=1>one<a href=2>two</a></a>"
    "<select><option>x<option>y</select><pre>\n"
    " keep\n  this</pre><script>if (a<b) '</p>'</script><textarea>\n<b>raw</textarea><svg><text>drawn</text></svg>"
    "<!-- <p>no --><![CDATA[cut]]><?php no ?></body></html>late<h7>unknown</h7><my-el>own</my-el><p hidden>no"
    "<ruby>漢<rt>kan</ruby><dl><dt>t<dd>d</dl><button>b</button><plaintext></p>end"
)
# Of lxml 6.1.3 with libxml2 2.14.6; made by `digest()`.
SHOULD_BE = "c24b2ea71663f969aea09a96d601576a2af994aa0d0d1b4806b171581125f19b"


def digest() -> str:
    """The sha256 of the golden page's text and blocks, as they are read here."""
    page = render(PAGE)
    shown = [page.text, *(f"{frame.parent} {frame.tag} {frame.words}" for frame in page.frames)]
    return sha256("\n".join(shown).encode()).hexdigest()


@cache
def drifted() -> bool:
    """Whether the parser reads pages otherwise than it should."""
    return digest() != SHOULD_BE
