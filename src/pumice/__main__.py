"""`python -m pumice` is `pumice`."""

from pumice.cli import main

main()
