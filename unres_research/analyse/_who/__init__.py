"""Who stands behind a text: recorded votes and sponsors of resolutions."""
