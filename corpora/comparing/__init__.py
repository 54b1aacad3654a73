"""Notices compared: targets, norms, terms, and two notices clause by clause."""
