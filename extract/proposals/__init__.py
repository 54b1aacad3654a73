"""Language models, on a leash: they propose norms, rosters and elements of a notice, and only what stands in the text counts.

passages -> prompts -> calls -> replies -> shapes -> leash -> norms, rosters, fields -> agreement -> voting

:func:`propose` asks, :func:`vote` joins what the rules found with what stood the test, :func:`adopt` takes the model's word alone;
:func:`consult` does one or the other by the name of a mode. The default everywhere remains the rules: nothing here runs unless called.
"""

from .calls import Calling
from .modes import Mode, consult
from .proposing import propose
from .result import Price, Proposals
from .voting import adopt, vote

__all__ = ["Calling", "Mode", "Price", "Proposals", "adopt", "consult", "propose", "vote"]
