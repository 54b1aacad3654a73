"""A corpus on disk: one folder with corpus.db (SQLite), the originals by their digest, and a manifest."""
