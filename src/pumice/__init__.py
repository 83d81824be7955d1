"""pumice turns scraped text into archival copies."""
