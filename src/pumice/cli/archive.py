"""The commands that make and check archives."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pumice.cli.base import AsJson, command


class Strip(StrEnum):
    """How much page furniture to remove."""

    CAREFUL = "careful"
    THOROUGH = "thorough"
    OFF = "off"


class EngineName(StrEnum):
    """Where documents are worked on (a test holds this and pumice.engines together)."""

    POOL = "pool"
    INPROCESS = "inprocess"
    RAY = "ray"


class Format(StrEnum):
    """How to tell what was found."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    GITHUB = "github"
    SARIF = "sarif"


StripLevel = Annotated[Strip, typer.Option(help="How much page furniture to remove.")]
Without = Annotated[
    list[str] | None, typer.Option("--without", metavar="CODE", help="Switch a rule off; may be given several times.")
]
Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Lines to keep or drop, texts to replace, rules to do without; by default pumice.toml beside RAW.",
    ),
]
ProfileFile = Annotated[
    Path | None, typer.Option("--profile", metavar="FILE", help="What pumice learn found to recur on each site.")
]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Ignore pumice.toml.")]
MainOnly = Annotated[bool, typer.Option("--main-only", help="Of HTML pages keep nothing but the main text.")]
Alt = Annotated[bool, typer.Option("--alt", help="Write the images of pages as their alternative text.")]
Share = Annotated[str | None, typer.Option("--shard", metavar="K/N", help="Only this share of RAW; see pumice merge.")]
Shards = Annotated[
    int | None,
    typer.Option("--shards", min=1, max=999_999, metavar="N", help="Make CLEAN a folder of N bags with one index."),
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if anything would change.")]
Diff = Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")]
Recheck = Annotated[
    bool, typer.Option("--recheck", help="Read every copy in CLEAN again, and make those anew that were damaged.")
]
Engine = Annotated[
    EngineName, typer.Option(help="Where to work: processes here, this process, or a Ray cluster (pumice[ray]).")
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help="Worker processes; by default one a core.")
]


@command
def clean(
    raw: Annotated[
        str, typer.Argument(metavar="RAW", help="Folder of scrapes, or its address; or a single file, or -.")
    ] = "raw",
    bag: Annotated[str, typer.Argument(metavar="CLEAN", help="The archive to make or renew.")] = "clean",
    strip: StripLevel = Strip.CAREFUL,
    main_only: MainOnly = False,
    alt: Alt = False,
    without: Without = None,
    config: Config = None,
    no_config: NoConfig = False,
    profile: ProfileFile = None,
    shard: Share = None,
    shards: Shards = None,
    check: Check = False,
    diff: Diff = False,
    recheck: Recheck = False,
    jobs: Jobs = None,
    engine: Engine = EngineName.POOL,
    json: AsJson = False,
) -> None:
    """Make the archive CLEAN of the folder RAW, or bring it up to date. RAW is only ever read.

    Documents that have not changed are not computed again; those that left RAW leave CLEAN. With a single file, or -
    for standard input, the clean text goes to standard output.

    pumice.toml beside RAW is your word on single lines, damaged texts and rules, and stronger than any rule; in a
    pattern, * is any run of characters and ? a single one. For a single file it counts only if --config names it.

    \b
        [[keep]]
        line = "Share"
        [[drop]]
        pattern = "Follow * on *"
        paths = ["news/*"]
        reason = "the site's own bar"
        [[without]]
        rule = "furniture.promo"
        [[replace]]
        text = "K~ln"
        with = "Köln"

    \b
        pumice clean                       raw/ into clean/
        pumice clean scrapes archive -j 4  other folders, four workers
        pumice clean --check --diff        would anything change, and how? (for CI)
        pumice clean page.txt              one document to standard output
        curl -s https://example.org/a.txt | pumice clean -
        pumice clean --strip off --without form.no-break-spaces
        pumice clean --profile profile.toml   with what pumice learn found
        pumice clean raw part-3 --shard 3/16  on the third of sixteen machines
        pumice clean s3://crawl/2026 clean    from where fsspec can read (pumice[fsspec])
        pumice clean --engine ray             on the Ray cluster there is, or a local one
        pumice clean raw clean --shards 16    one corpus in sixteen bags, for very many documents
    """
    from pumice import cleaning
    from pumice.catalogue import find
    from pumice.config import overrides_for, profile_in
    from pumice.errors import Misuse
    from pumice.options import Options
    from pumice.shard import parse as parse_shard
    from pumice.store.remote import Remote, is_address

    far = is_address(raw)
    if is_address(str(bag)):
        raise Misuse(
            f"{bag} cannot be written to bit by bit", "Clean into a folder, then pumice publish FOLDER ADDRESS."
        )
    alone = raw == "-" or (not far and Path(raw).is_file())
    overrides = overrides_for(Path(raw), config, ignored=no_config or ((alone or far) and not config))
    codes = tuple(rule.code for code in without or () for rule in find(code))
    options = Options(
        strip=strip.value,
        main_only=main_only,
        alt=alt,
        without=codes,
        overrides=overrides,
        profile=profile_in(profile),
    )
    if alone:
        raise typer.Exit(cleaning.one_document(raw, options, check=check, diff_wanted=diff, json=json))
    raise typer.Exit(
        cleaning.folder(
            Remote(raw) if far else Path(raw),
            Path(bag),
            options,
            shard=parse_shard(shard) if shard else None,
            shards=shards,
            jobs=jobs,
            engine=engine.value,
            check=check,
            diff_wanted=diff,
            recheck=recheck,
            json=json,
        )
    )


@command
def merge(
    parts: Annotated[list[Path], typer.Argument(metavar="PART...", help="The bags of all shards, in any order.")],
    bag: Annotated[Path, typer.Option("--output", "-o", metavar="CLEAN", help="The archive to make or renew.")] = Path(
        "clean"
    ),
    json: AsJson = False,
) -> None:
    """Make one archive of the bags that pumice clean --shard made: the same, to the byte, as one run would have made.

    Every machine sees all of RAW and cleans its share of the files, which their names decide. Each file is checked
    against its record when the bags are merged.

    \b
        pumice clean raw part-1 --shard 1/2   on one machine
        pumice clean raw part-2 --shard 2/2   on another
        pumice merge part-1 part-2 -o clean   when both are done
        pumice merge part-* -o clean --json   any number of them
    """
    from pumice import cleaning

    raise typer.Exit(cleaning.merged(parts, bag, json=json))


@command
def publish(
    bag: Annotated[Path, typer.Argument(metavar="CLEAN", help="The bag, or the folder of bags, to publish.")],
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Where to: s3://bucket/folder, memory://…")],
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; read what is there and exit 1 if it differs.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help="Worker processes; by default one a core.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Have a finished archive in an object store, or any storage that fsspec knows: verify it, send what differs there,
    read back what was sent, and put its manifests last.

    What is at the address and not the archive's is never touched. Object stores keep no two writers apart: see to it
    that one publishes at a time. Needs pumice[fsspec] and, for most addresses, a library that fsspec names.

    \b
        pumice publish clean s3://archive/clean           make or renew it there
        pumice publish clean s3://archive/clean --check   is every byte there what it is here?
    """
    from pumice import cleaning

    raise typer.Exit(cleaning.published(bag, address, check=check, jobs=jobs or os.cpu_count() or 1, json=json))


@command
def learn(
    raw: Annotated[Path, typer.Argument(metavar="RAW", help="Folder of scrapes, a folder in it for each site.")] = Path(
        "raw"
    ),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; else standard output.")
    ] = None,
    site: Annotated[
        str, typer.Option(metavar="PATTERN", help="Which folders of RAW are sites; a dot for all of RAW as one.")
    ] = "*",
    force: Annotated[bool, typer.Option("--force", help="Write over a FILE that is there.")] = False,
    jobs: Jobs = None,
) -> None:
    """Learn which lines recur over the documents of each site in RAW, for pumice clean --profile.

    The profile is a TOML file of lines with the number of documents that have them. Read it, take out what is no
    furniture, keep it with the archive. A line in it is evidence, not a verdict: it goes where the line model suspects
    it too.

    \b
        pumice learn raw -o profile.toml                a site is a folder in raw/
        pumice learn raw --site "web/*" -o profile.toml a site is a folder in raw/web/
        pumice learn raw --site . -o profile.toml       raw/ is one site
        pumice clean --profile profile.toml --diff      what would it change?
    """
    from pumice import cleaning

    raise typer.Exit(cleaning.learned(raw, output, site=site, force=force, jobs=jobs or os.cpu_count() or 1))


@command
def verify(
    bag: Annotated[Path, typer.Argument(metavar="CLEAN", help="The bag to check; one of anybody's will do.")] = Path(
        "clean"
    ),
    raw: Annotated[
        Path | None, typer.Option(metavar="RAW", help="Also check that these are the raw files it was made from.")
    ] = None,
    rederive: Annotated[bool, typer.Option("--rederive", help="Also make every copy again and compare it.")] = False,
    signer: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Who must have sealed it: a public key, or a file of allowed signers."),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Look at names and sizes only.")] = False,
    sample: Annotated[int, typer.Option(metavar="N", min=1, max=100, help="Read so many per cent of the files.")] = 100,
    jobs: Jobs = None,
    output: Annotated[
        Format, typer.Option("--format", help="How to tell what was found; github and sarif annotate in CI.")
    ] = Format.TEXT,
    json: AsJson = False,
) -> None:
    """Check a bag: that every file is there, nothing else is, and each is what its manifest and its record say.

    \b
        pumice verify                          every byte of clean/
        pumice verify archive --raw scrapes    and that it was made from these raw files
        pumice verify --raw raw --rederive     and that this pumice would make the same copies
        pumice verify --signer alice.pub       and that Alice sealed it
        pumice verify archive --json | jq .code
        pumice verify archive --format junit > verify.xml
    """
    from pumice import verifying

    output = Format.JSON if json else output
    workers = jobs or os.cpu_count() or 1
    code = verifying.told(
        bag, raw=raw, rederive=rederive, signers=signer, quick=quick, sample=sample, jobs=workers, output=output
    )
    raise typer.Exit(code)


@command
def seal(
    bag: Annotated[Path, typer.Argument(metavar="CLEAN", help="The bag to seal.")] = Path("clean"),
    key: Annotated[
        Path, typer.Option(metavar="KEY", help="An SSH private key, or the public key of one that an agent holds.")
    ] = ...,  # type: ignore[assignment]  # typer's way to say that there is no default
    jobs: Jobs = None,
) -> None:
    """Vouch for a bag: verify it, sign its tag manifest, and so every file of it, with an SSH key.

    The signature, tagmanifest-sha256.txt.sig, is one of OpenSSH's: it can be checked without pumice, and without a
    network. It fits this state of the bag only; when pumice clean changes the bag, the seal goes.

    \b
        pumice seal --key ~/.ssh/id_ed25519           sign clean/
        pumice seal archive --key ~/.ssh/id_ed25519   another bag
        pumice verify --signer ~/.ssh/id_ed25519.pub  check it
        ssh-keygen -Y verify -f allowed_signers -I WHO -n file \\
            -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt
    """
    from pumice import sealing
    from pumice.terminal import safe

    sealing.seal(bag, key, jobs=jobs or os.cpu_count() or 1)
    typer.echo(f"{safe(str(bag))} is sealed.")
