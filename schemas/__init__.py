"""The contract: the notice and its JSON, identifiers, errors."""
