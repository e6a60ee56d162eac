"""One SpMV: docs/timing.md section 3, and the categories of its cycles of section 7."""

import math
from fractions import Fraction

from .config import ceil_div, ceil_log2, complete, is_csr, served_by_bank, vector_banks
from .fixed import wrap
from .matrix import beats_of, rows_of_pes, slots_of


def fill_cycles(config):
    """FILL"""
    timing = config["timing"]
    registers = timing["bankOutputRegister"] + (timing["crossbarRegister"] if is_csr(config) else 0)
    return 4 + timing["mulLatency"] + ceil_log2(config["banks"]) + registers


def time_spmv(beats, assigned, config):
    """Cycles of an SpMV over the rows in `assigned`, per PE, and the cycle in which each row leaves."""
    count_slots = {"csr-shared": shared_slots, "csr-window": window_slots}.get(config["kind"], private_slots)
    slots = count_slots([[beat for row in rows for beat in beats[row]] for rows in assigned], config)
    fill = fill_cycles(config)
    timing = {"issue": [], "conflict": [], "busy": [], "beats": [], "reads": [], "finished": {}}
    for rows, spent in zip(assigned, slots):
        left, issued = iter(spent), 0
        for row in rows:
            issued += sum(next(left) for _ in beats[row])
            timing["finished"][row] = issued + fill
        reads = [0] * (vector_banks(config) * config["vectorCopies"])
        for bank in (bank for row in rows for beat in beats[row] for bank in beat):
            reads[bank] += 1
        timing["issue"].append(issued)
        timing["conflict"].append(issued - len(spent))
        timing["busy"].append(issued + fill if rows else 0)
        timing["beats"].append(len(spent))
        timing["reads"].append(reads)
    return {**timing, "cycles": max(timing["busy"])}


def private_slots(streams, config):
    """The cycles that every beat of every PE stays in S1: as many as its busiest bank needs."""

    return [[slots_of(beat, config) for beat in stream] for stream in streams]


def window_slots(streams, config):
    """The cycles from a beat that leaves S1 to the next, with several beats of a PE in flight, cycle by cycle."""
    return [slots_in_window(stream, config) for stream in streams]


def slots_in_window(stream, config):
    """A beat in S1 is a list of [bank, stands there], the oldest beat first."""
    coming, beats, slots, stayed = iter(stream), [], [], 0
    beat = next(coming, None)
    while beat is not None or beats:
        if beat is not None and len(beats) < config["window"] and all(stands for _, stands in (beats or [[]])[-1]):
            beats.append([[bank, False] for bank in beat])
            beat = next(coming, None)
        standing = [bank for lanes in beats for bank, stands in lanes if stands]
        for lane in beats[-1]:
            if not lane[1] and (config["queueDepth"] is None or standing.count(lane[0]) < config["queueDepth"]):
                lane[1] = True
                standing.append(lane[0])
        free = [served_by_bank(config)] * (config["banks"] * config["vectorCopies"])
        for lanes in beats:
            for lane in [lane for lane in lanes if lane[1]]:
                if free[lane[0]] > 0:
                    free[lane[0]] -= 1
                    lanes.remove(lane)
        stayed += 1
        if not beats[0]:
            beats.pop(0)
            slots.append(stayed)
            stayed = 0
    return slots


def shared_slots(streams, config):
    """The same with one vector memory for all PEs, cycle by cycle. The first beats are in S1 in cycle 2."""
    pes = len(streams)
    slots = [[] for _ in streams]
    waiting = [iter(map(list, stream)) for stream in streams]
    pending = [next(stream, None) for stream in waiting]
    stayed = [0] * pes
    cycle = 2
    while any(beat is not None for beat in pending):
        free = [served_by_bank(config)] * vector_banks(config)
        first = cycle % pes if config["arbiter"] == "rotating" else 0
        for pe in [*range(first, pes), *range(first)]:
            if pending[pe] is None:
                continue
            stayed[pe] += 1
            refused = []
            for bank in pending[pe]:
                if free[bank] > 0:
                    free[bank] -= 1
                else:
                    refused.append(bank)
            pending[pe] = refused
            if not refused:
                slots[pe].append(stayed[pe])
                stayed[pe] = 0
                pending[pe] = next(waiting[pe], None)
        cycle += 1
    return slots


def beat_bits(cols, config):
    """Bits of one word of the weight memory."""
    lanes, banks, bits = config["banks"], vector_banks(config), config["number"]["bits"]
    word = ceil_log2(ceil_div(cols, banks))
    if is_csr(config):
        return lanes * (1 + ceil_log2(banks) + word + bits) + 1
    return lanes * (bits + (word if config["kind"] == "bbs" else 0))


def tile_bits(rows, cols, tile, beats, config):
    """What is fetched of a tile: its beats, or with a packed stream its stored entries and its row pointers."""
    numbers = [number for of_pe in tile for number in of_pe]
    if not is_csr(config) or config["dram"]["stream"] == "image":
        return sum(len(beats[number]) for number in numbers) * beat_bits(cols, config)
    entry = config["number"]["bits"] + ceil_log2(cols)
    pointer = ceil_log2(sum(map(len, rows)) + 1)
    return sum(len(rows[number]) for number in numbers) * entry + (len(numbers) + 1) * pointer


def fetch_cycles(bits, config):
    """Cycles of a fetch; bytes are rounded up to bursts."""
    dram = {field: Fraction(str(value)) for field, value in config["dram"].items() if field != "stream"}
    clock_mhz = Fraction(str(config["clockMhz"]))
    fetched = math.ceil(Fraction(ceil_div(bits, 8)) / dram["burstBytes"]) * dram["burstBytes"]
    return math.ceil(dram["latencyNs"] * clock_mhz / 1000) + math.ceil(fetched * clock_mhz / (1000 * dram["gbPerS"]))


def tiles_of(beats, assigned, config):
    """Tiles of whole rows, the same number on every PE, as large as half the weight memory allows."""
    room, most = config["weightMemory"]["beatsPerPe"] // 2, max(map(len, assigned))
    for per_pe in range(most, 0, -1):
        tiles = [[rows[i : i + per_pe] for rows in assigned] for i in range(0, most, per_pe)]
        if all(sum(len(beats[row]) for row in rows) <= room for tile in tiles for rows in tile):
            return tiles
    raise ValueError("a row is longer than half the weight memory")


def computes_of(rows, beats, assigned, cols, config):
    """The SpMVs of a matrix (one, or one for each tile of streamed weights), each with the cycle in which it starts."""
    if config["weights"] == "resident":
        return [(0, time_spmv(beats, assigned, config))]
    computes, fetched, ended = [], 0, [0, 0]
    for tile in tiles_of(beats, assigned, config):
        bits = tile_bits(rows, cols, tile, beats, config)
        fetched = max(fetched, ended[-2]) + fetch_cycles(bits, config)
        start, timing = max(fetched, ended[-1]), time_spmv(beats, tile, config)
        computes.append((start, timing))
        ended.append(start + timing["cycles"] + 2)
    return computes


def run_spmv(rows, cols, vector, config):
    """What `bbsim spmv --format json` prints."""
    config = complete(config)
    beats = beats_of(rows, cols, config)
    computes = computes_of(rows, beats, rows_of_pes(beats, config), cols, config)
    finished = {row: start + cycle for start, timing in computes for row, cycle in timing["finished"].items()}

    def total(name):
        return [sum(of_pe) for of_pe in zip(*(timing[name] for _, timing in computes))]

    reads = [[sum(of_bank) for of_bank in zip(*of_pe)] for of_pe in zip(*(timing["reads"] for _, timing in computes))]
    bits = config["number"]["accumulatorBits"]
    return {
        "cycles": max(finished.values(), default=0),
        "issueCycles": total("issue"),
        "conflictCycles": total("conflict"),
        "busyCycles": total("busy"),
        "bankReads": reads,
        "rowFinishedAtCycle": [finished[row] for row in range(len(rows))],
        "result": [wrap(sum(code * vector[col] for col, code in row), bits) for row in rows],
    }


def add_stalls(stalls, computes, config):
    """Adds the cycles of an SpMV by category; returns how many there are, start and done cycles and fetches included."""
    ended = 0
    for start, timing in computes:
        stalls["weightFetch"] += start - ended
        ended = start + timing["cycles"] + 2
        stalls["control"] += 2
        if timing["cycles"] == 0:
            continue
        last = timing["busy"].index(timing["cycles"])
        beats = timing["beats"]
        imbalance = max(0, beats[last] - ceil_div(sum(beats), config["pes"]))
        stalls["conflict"] += timing["conflict"][last]
        stalls["imbalance"] += imbalance
        stalls["issue"] += beats[last] - imbalance
        stalls["fill"] += fill_cycles(config)
    return ended
