"""From documents to records: one table of formats, one styled line, one title block."""
