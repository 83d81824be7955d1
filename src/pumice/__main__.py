"""The `pumice` command, and `python -m pumice`: nothing is loaded before an interruption can be told."""

import sys
from typing import NoReturn

INTERRUPTED = "pumice: interrupted; what was published before is whole, and the next run goes on from here\n"


def main() -> NoReturn:
    """Run the command; an interruption at any moment is a sentence and exit code 130."""
    try:
        if sys.argv[1:] == ["--version"]:  # a tenth of the time that reading the commands takes
            from pumice import __version__

            sys.stdout.write(f"pumice {__version__}\n")
            raise SystemExit(0)
        from pumice.cli import app

        app(prog_name="pumice", standalone_mode=True)
    except KeyboardInterrupt:
        sys.stderr.write(INTERRUPTED)
        raise SystemExit(130) from None
    except SystemExit as stop:
        if stop.code == 130:
            sys.stderr.write(INTERRUPTED)
        raise
    raise SystemExit


if __name__ == "__main__":
    main()
