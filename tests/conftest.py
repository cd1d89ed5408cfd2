"""What several tests need: the environment before torch is imported, and articles made of a text."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # idle threads of torch must not spin
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
