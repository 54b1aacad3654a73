"""Language models, on a leash: they propose norms, rosters and elements of a notice, and only what stands in the text counts.

passages -> prompts -> calls -> replies -> shapes -> leash -> norms, rosters, fields -> agreement -> voting

:func:`propose` asks, :func:`vote` joins what the rules found with what stood the test, :func:`adopt` takes the model's word alone. The
default of everything in this package remains the rules: nothing here runs unless it is called.
"""

from .calls import Calling
from .proposing import propose
from .result import Price, Proposals
from .voting import adopt, vote

__all__ = ["Calling", "Price", "Proposals", "adopt", "propose", "vote"]
