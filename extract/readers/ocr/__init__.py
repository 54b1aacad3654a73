"""Recognition of pages: an image in, the characters with their places out, as the text layer of a PDF gives them.

seals -> detection -> which way up, how far turned -> rules -> recognition -> marks; then lines, tables and paragraphs as in :mod:`..pdf`
"""
