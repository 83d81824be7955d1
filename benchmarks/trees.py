"""Whether both trees of a page give the same text, lines, blocks and head, over all labelled pages.

PYTHONPATH=src python benchmarks/trees.py [--every N] [--file PAGES.tar.xz]
"""

import argparse
import tarfile
from pathlib import Path

from pumice.decode import decode
from pumice.markup import Page
from pumice.markup.render import render, render_by_soup

PAGES = Path(__file__).parent.parent.parent / "shared" / "furniture" / "html_dev.tar.xz"


def read_off(page: Page) -> object:
    """All that signals are made of."""
    return page.text, page.lines, page.frames, page.head


def main() -> None:
    """Compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--file", type=Path, default=PAGES)
    chosen = parser.parse_args()
    if not chosen.file.exists():
        parser.exit(0, f"{chosen.file} is not there: nothing was compared\n")
    count, other = 0, []
    with tarfile.open(chosen.file) as tar:
        members = (member for member in tar if member.name.startswith("pages/") and member.isfile())
        for number, member in enumerate(members):
            file = tar.extractfile(member)
            if file is None or number % chosen.every:
                continue
            source = decode(file.read(), markup=True).text
            count += 1
            if read_off(render(source)) != read_off(render_by_soup(source)):
                other.append(member.name)
    print(f"{count} pages, {len(other)} read otherwise by the two trees: {', '.join(other[:20]) or 'none'}")


if __name__ == "__main__":
    main()
