"""Placement, beats and the order of rows: docs/timing.md sections 1 and 2.

A matrix is a list of rows, a row a list of (column, code) in ascending order. A beat is the list of banks it reads.
"""

from .config import ceil_div, is_csr, served_by_bank, vector_banks


def bank_columns(cols, banks, placement):
    """The columns of every bank, in the order of their words."""
    depth = ceil_div(cols, banks)
    if placement == "blocked":
        return [list(range(min(b * depth, cols), min((b + 1) * depth, cols))) for b in range(banks)]
    if placement == "even":
        return [list(range(b * cols // banks, (b + 1) * cols // banks)) for b in range(banks)]
    return [list(range(b, cols, banks)) for b in range(banks)]


def bank_of_columns(cols, banks, placement):
    """The bank of every column."""
    return {col: b for b, columns in enumerate(bank_columns(cols, banks, placement)) for col in columns}


def entries_per_bank(rows, cols, config):
    """k of a bank-balanced matrix. A row is at least one beat, so a matrix without entries has k = 1."""
    if not any(rows):
        return 1
    bank_of = bank_of_columns(cols, config["banks"], config["placement"])
    counts = [[0] * config["banks"] for _ in rows]
    for count, row in zip(counts, rows):
        for col, _ in row:
            count[bank_of[col]] += 1
    k = max(map(max, counts))
    sizes = [len(columns) for columns in bank_columns(cols, config["banks"], config["placement"])]
    assert all(found == min(k, size) for count in counts for found, size in zip(count, sizes)), "not bank-balanced"
    return k


def beats_of(rows, cols, config):
    """The beats of every row."""
    lanes = config["banks"]
    if not is_csr(config):
        depth = entries_per_bank(rows, cols, config) if config["kind"] == "bbs" else ceil_div(cols, lanes)
        return [[list(range(lanes))] * depth for _ in rows]
    banks, copies = vector_banks(config), config["vectorCopies"]
    bank_of = bank_of_columns(cols, banks, config["placement"])
    requests = [[bank_of[col] for col, _ in row] for row in rows]
    beats = [[row[i : i + lanes] for i in range(0, len(row), lanes)] or [[]] for row in requests]
    # The banks of all copies are counted through, and the first lanes / C lanes read the first copy.
    return [[[lane * copies // lanes * banks + b for lane, b in enumerate(beat)] for beat in row] for row in beats]


def slots_of(beat, config):
    """The cycles that a beat stays in S1 of a PE that meets nobody: as many as its busiest bank needs."""
    return max([1] + [ceil_div(beat.count(bank), served_by_bank(config)) for bank in set(beat)])


def rows_of_pes(beats, config, rows=None):
    """The rows of every PE, in its order: of the matrix, or of the slice with these rows."""
    rows = range(len(beats)) if rows is None else rows
    assigned = [[] for _ in range(config["pes"])]
    if config["rowOrder"] == "natural" or not is_csr(config):
        for row in rows:
            assigned[row % len(assigned)].append(row)
        return assigned
    load = [0] * len(assigned)
    slots = [sum(slots_of(beat, config) for beat in row) for row in beats]
    weight = 1 + max(slots, default=0) if config["kind"] == "csr-window" and config["window"] > 1 else 0
    cost = {row: len(beats[row]) * weight + slots[row] for row in rows}
    for row in sorted(rows, key=lambda row: (-cost[row], row)):
        pe = load.index(min(load))
        assigned[pe].append(row)
        load[pe] += cost[row]
    return assigned
