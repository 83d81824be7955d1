"""The kinds of furniture and the rules that strip them, each shown on texts that change and texts that stay."""

from pumice.rule import Rule

BODY = (
    "The council voted on Monday to reopen the old ferry line between the two banks, eleven years after the last boat"
    " was sold for scrap and the landing stage was fenced off.\n"
)
BIO = (
    "Ines Halvorsen is a reporter who has covered rivers, ports and the people who work on them for more than twenty"
    " years, first in Bergen and then in Porto.\n"
)
OURS = "lexicons written for pumice and gathered from translations of web software (origin and licence in each file)"
HEAD = "The Ferry Comes Back\n"
MENU = "Home\nNews\nSport\nWeather\nBusiness\nTravel\nContact us\n"
MODEL = "line model trained on labelled pages by tools/train_furniture.py"
SHAPE = "shape of the line; measured on the labelled pages named in the benchmark"

SPAN_RULES = (
    Rule(
        "furniture.email-cloak",
        "The notice that stands where a content system hid an e-mail address.",
        "structure of the cloaking plugins of Joomla and its kin, in any language",
        (
            (
                "Ola Nordmann ( Diese E-Mail-Adresse ist vor Spambots geschützt! JavaScript muss aktiviert werden )"
                " leads the choir.\n",
                "Ola Nordmann leads the choir.\n",
            ),
            (
                "Write to This email address is being protected from spambots. You need JavaScript enabled to view it."
                " before May.\n",
                "Write to before May.\n",
            ),
        ),
        (
            "JavaScript (a language that spammers know well) can hide an e-mail address.\n",
            "To see the map you need JavaScript enabled in your browser.\n",
            "This guide shows how e-mail addresses are hidden from spam robots.\n",
        ),
    ),
    Rule(
        "furniture.title-print",
        "Print, PDF and e-mail icons at the end of a title.",
        SHAPE,
        (("The Ferry Comes Back to Town PDF Печать E-mail\n" + BODY, "The Ferry Comes Back to Town\n" + BODY),),
        (
            "How to Send a Letter by E-mail\n" + BODY,
            "A History of Print\n" + BODY,
            "Save it as HTML, PDF, Print\n" + BODY,
        ),
    ),
    Rule(
        "furniture.title-share",
        "Share buttons at the end of a title.",
        SHAPE,
        (("The Ferry Comes Back to Town Share Tweet\n" + BODY, "The Ferry Comes Back to Town\n" + BODY),),
        ("Why the Mayor Left Facebook and Twitter\n" + BODY, "What Neighbours Share\n" + BODY),
    ),
    Rule(
        "furniture.title-languages",
        "A language switcher at the end of a title.",
        SHAPE,
        (("The Ferry Comes Back EnglishDeutschFrançais\n" + BODY, "The Ferry Comes Back\n" + BODY),),
        ("Three Songs in English and German\n" + BODY,),
    ),
)


def _line(
    kind: str, summary: str, changes: tuple[tuple[str, str], ...], keeps: tuple[str, ...], source: str = OURS
) -> Rule:
    return Rule(f"furniture.{kind}", summary, source, changes, keeps)


def _after(*lines: str) -> tuple[str, str]:
    """An example in which `lines` stand behind the body and go."""
    return BODY + "".join(line + "\n" for line in lines), BODY


LINE_RULES = (
    _line(
        "share",
        "Share buttons and bars.",
        (_after("Share on WhatsApp", "Share on WhatsApp"), _after("FacebookTwitterLinkedIn")),
        (BODY + "They share a house on the river.\n", BODY + "Facebook\n", "Share\n" + BODY),
    ),
    _line(
        "print",
        "Print, PDF and e-mail links.",
        (_after("Printer friendly version"), _after("PDF Печать E-mail")),
        (BODY + "Print\n", BODY + "The print version was lost.\n"),
    ),
    _line(
        "language-switcher",
        "Rows of language names.",
        (
            ("Turkish (Türkiye)English (Ireland)Russian (Kazakhstan)\n" + BODY, BODY),
            _after("English | Deutsch | Français"),
        ),
        (BODY + "English, French and German\n", "English\n" + BODY, "The German (Swiss) edition\n" + BODY),
        "language names from CLDR (Unicode-3.0)",
    ),
    _line(
        "navigation",
        "Menus and skip links.",
        (("Skip to content\nHome\nAbout us\n" + HEAD + BODY + BIO, HEAD + BODY + BIO),),
        ("Home\n" + BODY, BODY + "Contact\n"),
    ),
    _line(
        "consent",
        "Cookie and privacy banners.",
        (("We use cookies\nAccept all\n" + BODY, BODY),),
        ("Privacy\n" + BODY, BODY + "She baked cookies.\n"),
    ),
    _line(
        "comment-form",
        "Comment forms and the rules printed above them.",
        (
            _after(
                "Please keep your comments respectful. Every comment is reviewed by a moderator before it is published"
                " and must follow our house rules."
            ),
            _after("Leave a reply", "Name", "Website"),
        ),
        (
            BODY + "The comments of the moderator were published in the minutes.\n",
            BODY + "Name\n",
            "Comments\n" + BODY,
        ),
    ),
    _line(
        "newsletter",
        "Calls to subscribe.",
        (
            _after("Subscribe to our free bulletin and newsletter!"),
            _after("Get the weekly email. Join our mailing list for free!"),
        ),
        (BODY + "The newsletter reached forty readers.\n", BODY + "He left the mailing list in 1999.\n"),
    ),
    _line(
        "related",
        "Headings of boxes with other articles, when the box is empty.",
        (_after("Related contents", "Back to top"),),
        (BODY + "Related articles\n" + BODY, "Related\n" + BODY),
    ),
    _line(
        "back-to-top",
        "Links to the top of the page.",
        (_after("Back to top"), ("Back To Top\n" + BODY, BODY)),
        (BODY + "Top\n", BODY + "We climbed back to the top.\n"),
    ),
    _line(
        "full-site",
        "Links between the mobile and the full site.",
        (_after("View Full Site"),),
        (BODY + "The full site covers nine hectares.\n",),
    ),
    _line(
        "pagination",
        "Links to the page before and behind.",
        (_after("Previous article", "Next"),),
        (BODY + "Next\n",),
    ),
    _line(
        "login",
        "Login and registration forms.",
        (_after("Log in", "Password", "Forgot your password?"),),
        (BODY + "Password\n", BODY + "Register\n"),
    ),
    _line(
        "copyright",
        "Rights notices.",
        (_after("All rights reserved."),),
        (BODY + "Copyright\n",),
    ),
    _line(
        "advert",
        "Labels of advertisements.",
        (_after("Article continues below advertisement"),),
        (BODY + "Advertisement\n",),
    ),
    _line(
        "promo",
        "Promotions and calls to action among the widgets behind the body.",
        (
            (
                BODY + BIO + "Related contents\nLearn to bake bread that your friends will ask for.\nTry it free\n"
                "Subscribe to our newsletter!\n",
                BODY + BIO,
            ),
        ),
        (BODY + "Get started\n", BODY + "Learn more\n"),
        SHAPE,
    ),
    _line(
        "empty-heading",
        "Headings of widgets with nothing of theirs below.",
        ((BODY + "Table of contents\n" + BODY, BODY + BODY),),
        (BODY + "Table of contents\nThe river\nThe port\n" + BODY, "Table of contents\n" + BODY),
        SHAPE,
    ),
    _line(
        "byline-repeat",
        "An author's name printed a second time right below itself.",
        (("Ines Halvorsen\nInes Halvorsen\n" + BIO, "Ines Halvorsen\n" + BIO),),
        ("Ines Halvorsen\n" + BIO, "Row the boat\nRow the boat\n"),
        SHAPE,
    ),
    _line(
        "site-date",
        "The date of the visit at the very top, above the article's own.",
        (
            (
                "05.05.2024\nThe Ferry Comes Back\n1st February 2009\n" + BODY,
                "The Ferry Comes Back\n1st February 2009\n" + BODY,
            ),
        ),
        ("05.05.2024\nThe Ferry Comes Back\n" + BODY, "The Ferry Comes Back\n1st February 2009\n" + BODY),
        SHAPE,
    ),
    _line(
        "search",
        "Search boxes.",
        (_after("Search this site", "Back to top"),),
        (BODY + "The search went on.\n",),
    ),
    _line(
        "read-more",
        "Links to the rest of a text that is not here.",
        (_after("Read more", "Back to top"),),
        (BODY + "Read more\n",),
    ),
    _line(
        "notice",
        "Headlines, notices and other lines of the page that the line model knows and no lexicon names.",
        (
            (
                MENU.replace("Sport\n", "Sport\nLatest sport results and live scores\n") + HEAD + BODY + BIO,
                HEAD + BODY + BIO,
            ),
        ),
        (HEAD + BODY + BIO + "You need to be signed in twice, the porter said.\n",),
        MODEL,
    ),
)
