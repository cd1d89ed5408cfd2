"""The version of mtcheck."""

__version__ = "0.1.0"
