"""The report: an archive as one page that explains itself, for people."""
