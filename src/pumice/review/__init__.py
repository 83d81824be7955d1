"""The review: what a person should decide about an archive, most valuable first, and their answers as `pumice.toml`."""
