"""Pages against their main text: `pumice.normalize(page, main_only=True)` and its peers, on sites that were not learned.

    python benchmarks/html.py [--every N] [--level careful|thorough|main] [PAGES.tar.xz]

Prints per set the mean precision, recall and F1 of tokens and the pages per CPU second; for the levels also the share
of the main text that was removed (content lost). The pages that travel with the benchmark were learned from: what
holds for other sites is what `tools/train_html.py --report-only` says, by cross-validation.
"""
