"""monitor watches Chinese news for trips, signings and industrial chains, and tells each reader once."""

__version__ = "0.2.0"
