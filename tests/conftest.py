"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# The clock says nothing about a test on a machine that does other work too; what must be quick counts processor time.
settings.register_profile("gongwen", deadline=None)
settings.load_profile("gongwen")
