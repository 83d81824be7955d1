"""`pumice seal`: somebody vouches for a bag with a signature of its tag manifest."""

from pathlib import Path

from pumice import signing
from pumice.bag import PIPELINE, SEAL, TAG_MANIFEST, WORKPLACE
from pumice.errors import Misuse, NotAsItShouldBe
from pumice.findings import CODES, Severity
from pumice.store.keep import writing
from pumice.verify import verify

STAGED = f"{WORKPLACE}/seal"
# What a new seal mends.
OLD = {"seal.broken"}


def seal(root: Path, key: Path, *, jobs: int = 1) -> None:
    """Verify the bag at `root`, sign its tag manifest with `key` and put the signature beside it, in one step, in the
    place of an older one. NotAsItShouldBe if the bag is not as it should be, Misuse if it is none that pumice made or
    if no signature can be made."""
    if not (root / PIPELINE).is_file():
        raise Misuse(f"{root} is not a bag that pumice made", "Name the folder that pumice clean wrote.")
    with writing(root) as (disk, _):
        report = verify(root, jobs=jobs)
        wrong = [code for code, _ in report.counts if CODES[code].severity is Severity.FAULT and code not in OLD]
        if wrong:
            raise NotAsItShouldBe(
                f"{root} was not sealed: it is not as it should be ({', '.join(wrong)})",
                "Nobody should vouch for it as it is; pumice verify says more.",
            )
        disk.write(STAGED, [signing.sign(disk.read(TAG_MANIFEST), key)])
        disk.rename(STAGED, SEAL)
        disk.sync_folder("")
        disk.remove_tree(WORKPLACE)
        disk.sync_folder("")
