"""Forests of small regression trees (gradient boosting: Friedman 2001), read from data files and applied to witnesses.

A line of such a file is a node: tree, node, witness, bound, the nodes that follow when the witness is at most the bound and when it is
above, value. A leaf has no witness. The first tree is a leaf, the logit of the base rate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Forest:
    """Trees as arrays (trees, nodes): a node's witness (its column, -1 in a leaf), bound, followers and value."""

    witnesses: tuple[str, ...]
    column: NDArray[np.int32]
    bound: NDArray[np.float64]
    below: NDArray[np.int32]
    above: NDArray[np.int32]
    value: NDArray[np.float64]

    def probabilities(self, found: Sequence[Mapping[str, float]]) -> list[float]:
        """For each set of witnesses, by name, the probability of what the trees were taught."""
        if not found:
            return []
        seen = np.array([[witnesses[name] for name in self.witnesses] for witnesses in found])
        trees, rows = np.arange(len(self.column))[None, :], np.arange(len(found))[:, None]
        at = np.zeros((len(found), len(self.column)), np.int32)
        while (column := self.column[trees, at]).max() >= 0:
            lower = seen[rows, column] <= self.bound[trees, at]
            following = np.where(lower, self.below[trees, at], self.above[trees, at])
            at = np.where(column < 0, at, following)
        scores = self.value[trees, at].sum(axis=1)
        return [float(probability) for probability in 1.0 / (1.0 + np.exp(-scores))]


@lru_cache(maxsize=4)
def forest(name: str) -> Forest:
    """The forest of the data file `NAME_trees.tsv`."""
    trees: dict[str, list[list[str]]] = defaultdict(list)
    for line in files("mtcheck.data").joinpath(f"{name}_trees.tsv").read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            tree, _, *node = line.split("\t")
            trees[tree].append(node)
    names = tuple(sorted({node[0] for nodes in trees.values() for node in nodes} - {""}))
    columns = {name: i for i, name in enumerate(names)}
    shape = (len(trees), max(len(nodes) for nodes in trees.values()))
    column, below, above = np.full(shape, -1, np.int32), np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    bound, value = np.zeros(shape), np.zeros(shape)
    for i, nodes in enumerate(trees.values()):
        for j, (witness, at_most, left, right, worth) in enumerate(nodes):
            column[i, j] = columns.get(witness, -1)
            bound[i, j], value[i, j] = float(at_most), float(worth)
            below[i, j], above[i, j] = int(left), int(right)
    return Forest(names, column, bound, below, above, value)
