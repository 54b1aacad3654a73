"""Full text search of a corpus: queries, ranked hits with snippets, and concordances (KWIC)."""
