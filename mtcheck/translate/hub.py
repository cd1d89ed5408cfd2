"""Any other open translation model: a folder, or a name on the model hub.

Weights are read from safetensors only; pickled weights can run code and are refused. Model code that comes with a model
is run only for IndicTrans2, and only when the user says so.
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from mtcheck.errors import ModelError
from mtcheck.translate.base import Decoding, Translator
from mtcheck.translate.catalogue import known
from mtcheck.translate.families import Family, family_of
from mtcheck.translate.folder import revision_of

DECODING = Decoding(repetition_penalty=1.0, no_repeat_ngram_size=6)
HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+(@[\w./-]+)?")
FILES = ["*.json", "*.safetensors", "*.spm", "*.model", "*.txt", "*.py", "*.SRC", "*.TGT"]
SECONDS_TO_WAIT = 5
CONVERT = (
    "python -c \"from transformers import AutoModelForSeq2SeqLM as M, AutoTokenizer as T; n, o = '{name}', './model'; "
    'M.from_pretrained(n).save_pretrained(o); T.from_pretrained(n).save_pretrained(o)"'
)


def load_hub(name: str, trust_remote_code: bool = False) -> Translator:
    """A translator from a folder or from a hub name, `owner/model` or `owner/model@revision`.

    What is already on this machine is used without asking the network. `trust_remote_code` lets IndicTrans2 run the
    code that comes with its weights. Raises ModelError, saying what to do, when the model cannot be had or used.
    """
    folder = _local(name) or _from_hub(name)
    config = _config_of(folder, name)
    _refuse_pickles(folder, name)
    family = family_of(str(config.get("model_type", "")))
    if family.custom and not trust_remote_code:
        raise ModelError(
            f"{name} comes with its own program code. If you trust its authors, allow it with --trust-remote-code."
        )
    return _load(folder, name, trust_remote_code and family.custom)


def fetch(name: str) -> Path:
    """The folder of a model's files, downloaded from the hub unless they are here; ModelError when it cannot be had."""
    folder = _local(name) or _from_hub(name)
    _refuse_pickles(folder, name)
    return folder


def _local(name: str) -> Path | None:
    path = Path(name).expanduser()
    if path.is_dir():
        return path
    if not HUB_NAME.fullmatch(name):
        raise ModelError(f"no such model: {name!r} is neither a folder nor a model-hub name such as owner/model.")
    return None


def _from_hub(name: str) -> Path:
    """The folder of the model's files in the hub's cache, downloaded first when need be."""
    entry = known(name)
    if entry and entry.revision and "@" not in name:
        name = f"{name}@{entry.revision}"
    cached = _snapshot(name, local_only=True)
    if cached and (cached / "config.json").is_file() and any(cached.glob("*.safetensors")):
        return cached
    _check_network(name)
    fetched = _snapshot(name, local_only=False)
    if fetched is None:
        raise ModelError(f"{name} could not be downloaded from the model hub.")
    return fetched


def _snapshot(name: str, local_only: bool) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError

    repository, _, revision = name.partition("@")
    try:
        return Path(
            snapshot_download(repository, revision=revision or None, allow_patterns=FILES, local_files_only=local_only)
        )
    except GatedRepoError as error:
        raise ModelError(
            f"{name} is gated: accept its conditions at https://huggingface.co/{repository} and log in with "
            "`hf auth login`."
        ) from error
    except RepositoryNotFoundError as error:
        raise ModelError(f"the model hub has no {name} (or it is private: log in with `hf auth login`).") from error
    except LocalEntryNotFoundError:
        return None
    except (HfHubHTTPError, OSError, ValueError) as error:
        if local_only:
            return None
        raise ModelError(f"{name} could not be downloaded from the model hub: {error}") from error


def _check_network(name: str) -> None:
    """Ask the hub for a sign of life, so that a machine without network says so at once."""
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE or os.environ.get("TRANSFORMERS_OFFLINE") == "1":
        raise ModelError(f"{name} is not on this machine, and HF_HUB_OFFLINE forbids to download it. {_without(name)}")
    try:
        request = urllib.request.Request(constants.ENDPOINT, method="HEAD")
        urllib.request.urlopen(request, timeout=SECONDS_TO_WAIT).close()
    except urllib.error.HTTPError:
        return  # it answered
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{name} is not on this machine, and the model hub ({constants.ENDPOINT}) cannot be reached: {error}. "
            f"{_without(name)}"
        ) from error


def _without(name: str) -> str:
    return (
        f"Download it elsewhere (`hf download {name.partition('@')[0]} --local-dir FOLDER`) and name the folder, "
        "or leave --model away to use the embedded model."
    )


def _config_of(folder: Path, name: str) -> dict[str, Any]:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{name} is not a model: {folder / 'config.json'} cannot be read ({error}).") from error
    if not isinstance(config, dict):
        raise ModelError(f"{name} is not a model: {folder / 'config.json'} holds no settings.")
    return config


def _refuse_pickles(folder: Path, name: str) -> None:
    if any(folder.glob("*.safetensors")):
        return
    raise ModelError(
        f"{name} has no weights in safetensors; pickled weights (.bin) can run code and are refused. A model on the "
        f"hub often has a converted copy in a pull request: try {name.partition('@')[0]}@refs/pr/1 (or /2 …), or "
        f"convert it yourself if you trust it: {CONVERT.format(name=name)}; then name the folder ./model."
    )


def _load(folder: Path, name: str, trust: bool) -> Translator:
    from mtcheck.translate.quiet import quietly
    from mtcheck.translate.torchrun import TorchTranslator

    options: dict[str, Any] = {"local_files_only": True, "trust_remote_code": trust}
    with quietly():
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

        try:
            tokenizer = AutoTokenizer.from_pretrained(folder, **options)
            model = AutoModelForSeq2SeqLM.from_pretrained(folder, use_safetensors=True, **options)
        except Exception as error:  # transformers, tokenizers and model code raise all kinds
            raise ModelError(f"{name} cannot be loaded: {type(error).__name__}: {error}") from error
    family = _for_name(family_of(model.config.model_type, tokenizer), name)
    return TorchTranslator(model, tokenizer, family, DECODING, name=name, revision=_revision(folder))


def _for_name(family: Family, name: str) -> Family:
    """The family; for a catalogued model without language codes, only with the languages that it was trained on."""
    entry = known(name)
    if entry is None or family.source:
        return family
    return family.limited_to(entry.languages)


def _revision(folder: Path) -> str:
    """The hub's commit when the folder is one of its snapshots, else a hash of the weights (or of their index)."""
    if re.fullmatch(r"[0-9a-f]{40}", folder.name):
        return folder.name[:12]
    index = folder / "model.safetensors.index.json"
    return revision_of(index if index.is_file() else sorted(folder.glob("*.safetensors"))[0])
