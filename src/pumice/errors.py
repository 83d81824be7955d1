"""What can stop a command, as one tree. Bad documents are findings; these are for the person who runs pumice.

    PumiceError                 70  a fault of pumice itself
      NotAsItShouldBe            1  the content does not fit its record
      Misuse                     2  wrong usage or configuration
        WontOverwrite            2  the target holds something that is not ours to replace
        Busy                     2  another run is writing the same bag
      Unreadable                 2  a file could not be read, or an archive is not one
      NothingToDo                4  there is nothing to work on
      StorageFailed             70  the file system refused a write; nothing was lost

The exit codes of every command: 0 all well, 1 the content is not as it should be, 2 wrong usage or configuration,
3 the run is complete but some documents could not be processed, 4 nothing to work on, 70 a fault of pumice itself,
130 interrupted.
"""

from typing import ClassVar

OK, CHANGED, USAGE, INCOMPLETE, NOTHING, FAULT, INTERRUPTED = 0, 1, 2, 3, 4, 70, 130


class PumiceError(Exception):
    """Something stopped the command. `problem` says what and names the file, `advice` what to do about it."""

    exit_code: ClassVar[int] = FAULT

    def __init__(self, problem: str, advice: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.advice = advice


class NotAsItShouldBe(PumiceError):  # noqa: N818 - the names say what happened, as the exit codes do
    """The content of an archive does not fit what its manifest or record says."""

    exit_code = CHANGED


class Misuse(PumiceError):  # noqa: N818
    """The command line, the configuration or the arrangement of folders is wrong."""

    exit_code = USAGE


class WontOverwrite(Misuse):
    """The target holds something that is not ours to replace."""


class Busy(Misuse):
    """Another run is writing the same bag."""


class Unreadable(PumiceError):  # noqa: N818
    """A file could not be read, or is not what it must be."""

    exit_code = USAGE


class NothingToDo(PumiceError):  # noqa: N818
    """There is nothing to work on."""

    exit_code = NOTHING


class StorageFailed(PumiceError):  # noqa: N818
    """The file system refused a write or a read; what was published before is still whole."""

    exit_code = FAULT
