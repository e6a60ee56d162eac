"""Which weights a pattern keeps: docs/timing.md section 8."""

import math
from fractions import Fraction

from .config import ceil_div, vector_banks
from .matrix import bank_columns


def kept(sparsity, count):
    """floor(keep * n + 1/2), the sparsity taken as the decimal it is written as."""
    return math.floor((1 - Fraction(str(sparsity))) * count + Fraction(1, 2))


def largest(positions, magnitude, count):
    """The `count` positions of the largest magnitude, ties to the lower one."""
    return sorted(positions, key=lambda position: (-magnitude(position), position))[:count]


def prune(weights, pattern, sparsity, config):
    """The positions (row, column) that a pattern keeps."""
    rows, cols = range(len(weights)), range(len(weights[0]))
    groups, count = groups_of(rows, cols, pattern, sparsity, config)
    if pattern["kind"] == "block":
        by_sum = largest(groups, lambda block: sum(abs(weights[row][col]) for row, col in groups[block]), count)
        return {position for block in by_sum for position in groups[block]}
    return {at for group in groups for at in largest(group, lambda at: abs(weights[at[0]][at[1]]), count)}


def groups_of(rows, cols, pattern, sparsity, config):
    """The groups of positions that a pattern chooses from (or the blocks it chooses), and how many it keeps of each."""
    kind = pattern["kind"]
    if kind == "bank-balanced":
        placement = "even" if config["placement"] == "cyclic" else config["placement"]
        banks = bank_columns(len(cols), vector_banks(config), placement)
        k = max(1, kept(sparsity, ceil_div(len(cols), vector_banks(config))))
        return [[(row, col) for col in bank] for row in rows for bank in banks], k
    if kind == "row-balanced":
        return [[(row, col) for col in cols] for row in rows], max(1, kept(sparsity, len(cols)))
    if kind == "unstructured":
        return [[(row, col) for row in rows for col in cols]], kept(sparsity, len(rows) * len(cols))
    blocks = {}
    for row in rows:
        for col in cols:
            block = (row // pattern["blockRows"], col // pattern["blockCols"])
            blocks.setdefault(block, []).append((row, col))
    return blocks, max(1, kept(sparsity, len(blocks)))
