"""The errors mtcheck raises on purpose.

MtcheckError            something the user can mend; its text says what to do
├── ReadError           a file that cannot be read as an article
├── UsageError          options or paths that make no sense
└── ModelError          a model that cannot be found, loaded or used
"""


class MtcheckError(Exception):
    """Base of all errors that mtcheck raises on purpose; the command line prints its text and exits with 2."""


class ReadError(MtcheckError):
    """A file that cannot be read as an article: its text names the file and what to do."""


class UsageError(MtcheckError):
    """Options or paths that make no sense."""


class ModelError(MtcheckError):
    """A model that cannot be found, loaded or used."""
