"""JSON that others wrote: parsed within bounds."""

from __future__ import annotations

import json
from typing import Any

from mtcheck.errors import ReadError
from mtcheck.read.draft import line
from mtcheck.read.limits import MAX_JSON


def parse_json(content: str) -> Any:
    """The value of a JSON text; line breaks within strings, which some systems leave there, are let pass.

    Raises ReadError for broken JSON, and for arrays in arrays without end.
    """
    if content.count("{") + content.count("[") > MAX_JSON:
        raise ReadError(f"JSON of more than {MAX_JSON:,} objects; give its articles in smaller files")
    try:
        # No number matters here, and an integer of a million digits takes Python minutes.
        return json.loads(content, strict=False, parse_int=float)
    except RecursionError as error:
        raise ReadError("JSON nested too deeply; export it again") from error
    except ValueError as error:
        raise ReadError(f"broken JSON ({line(str(error))[:100]}); export it again") from error
