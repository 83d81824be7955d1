"""Shift_JIS marks that lost their lead byte: the rules in whose name they are put back, with their examples."""

from typing import Final

from pumice.rule import Rule

SOURCE: Final = "JIS X 0208 row 1 as Shift_JIS writes it (0x8163–0x8168, 0x81A8), without its lead byte"

QUOTES: Final = Rule(
    "repair.leadbyte-quotes",
    "g…h around words that only then are words were “ and ”, whose Shift_JIS lead byte was lost.",
    SOURCE,
    changes=(
        ("The gSociety of Nine Bellsh meets on Monday.", "The “Society of Nine Bells” meets on Monday."),
        ("She said, gI didnft see it,h and left.", "She said, “I didn’t see it,” and left."),
        ("We call it a gtwo-step approvalh in our rules.", "We call it a “two-step approval” in our rules."),
    ),
    keeps=(
        "Gough, Gogh and Goldsmith taught at Gwyneth’s school, which goes back to the eighth Earl of Gash.",
        "Set gEdit and gView in the graph, then push the batch through gh.",
        "A gig, a gash, a girth, a growth, a graph and a gulch.",
        "The sources are in gparted.c, gconf.h and glib.h; see joeyh about debhelper.",
    ),
)
SINGLE: Final = Rule(
    "repair.leadbyte-single-quotes",
    "e…f around words that only then are words were ‘ and ’, whose Shift_JIS lead byte was lost.",
    SOURCE,
    changes=(
        (
            "The eopenf button starts it and the eclosef button ends it.",
            "The ‘open’ button starts it and the ‘close’ button ends it.",
        ),
    ),
    keeps=("The eBPF programs of libbpf, the erf and erff functions and an eBook of relief.",),
)
CONTRACTION: Final = Rule(
    "repair.leadbyte-contraction",
    "An f inside what only with an apostrophe is a word was ’, whose Shift_JIS lead byte was lost.",
    SOURCE,
    changes=(
        ("They said they wouldnft come again.", "They said they wouldn’t come again."),
        ("I think wefll be there when youfre done.", "I think we’ll be there when you’re done."),
    ),
    keeps=(
        "const isNft = wasNft(canFt, doNFT) || token.isnft_v2;",
        "The left shaft was swift and soft, the rift and the raft adrift.",
        "itfs = cfg[(0,0)]; list the itfs and the ITFs of Ifm.",
    ),
)
POSSESSIVE: Final = Rule(
    "repair.leadbyte-possessive",
    "An f before the s of an owner, or after it, was ’, whose Shift_JIS lead byte was lost.",
    SOURCE,
    changes=(
        (
            "This is Nakamurafs old house, and the teacherfs garden.",
            "This is Nakamura’s old house, and the teacher’s garden.",
        ),
        ("My sistersf school isnft far from here.", "My sisters’ school isn’t far from here."),
    ),
    keeps=(
        "Mount the sysfs, tmpfs, btrfs and configfs volumes, then check that autofs started.",
        "The chiefs, the chefs and the sheriffs had beliefs and proofs about roofs.",
    ),
)
ELLIPSIS: Final = Rule(
    "repair.leadbyte-ellipsis",
    "A c after a word that only without it is one was …, in text that lost other marks of Shift_JIS.",
    SOURCE,
    changes=(("I donft know whyc It isnft like her.", "I don’t know why… It isn’t like her."),),
    keeps=("Use libc and the acosc function; I don’t know tipc or newc.",),
)
ARROWS: Final = Rule(
    "repair.leadbyte-arrow",
    "A ¨ by itself before an address, or in text that lost other marks of Shift_JIS, was →.",
    SOURCE,
    changes=(("Read more about it. ¨ https://example.org/more", "Read more about it. → https://example.org/more"),),
    keeps=("The diaeresis ¨ stands over a vowel.",),
)
QUOTE_RULES: Final = {"g": QUOTES, "h": QUOTES, "e": SINGLE, "f": SINGLE, "c": ELLIPSIS}
RULES: Final = (QUOTES, SINGLE, CONTRACTION, POSSESSIVE, ELLIPSIS, ARROWS)
