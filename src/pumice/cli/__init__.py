"""The commands, in the order of a day's work. Each is a few lines over the library; what is told to people and to
machines is made elsewhere."""

from pumice.cli import archive, compare, documents, exports, project, report, review
from pumice.cli.base import app

__all__ = ["app", "archive", "compare", "documents", "exports", "project", "report", "review"]
