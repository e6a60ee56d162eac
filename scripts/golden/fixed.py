"""Fixed-point numbers: docs/timing.md section 6."""

import math
from fractions import Fraction

SATURATIONS = ("weight", "bias", "input", "preActivation", "multiply", "cellState", "projection")


def wrap(value, bits):
    """A sum as an accumulator of `bits` bits holds it."""
    return (value + (1 << (bits - 1))) % (1 << bits) - (1 << (bits - 1))


def rounded(value, fraction_bits):
    """(value + 2^(F-1)) >> F; with F = 0 there is nothing to round."""
    return (value + (1 << fraction_bits >> 1)) >> fraction_bits


class Fixed:
    """The number format of a configuration, its activation tables, and a count of what saturates where."""

    def __init__(self, number):
        self.bits, self.fraction = number["bits"], number["fractionBits"]
        self.accumulator = number["accumulatorBits"]
        self.saturations = dict.fromkeys((*SATURATIONS, "wrappedAccumulators"), 0)
        given = number.get("activation", {})
        whole = 2 ** (self.bits - 1 - self.fraction)
        self.range = given.get("range") or min(8, whole)
        self.codes = self.range << (self.fraction + 1)
        self.segments = given.get("segments") or min(self.codes, 128 if self.range < whole else 64)
        self.tables = {"sigmoid": self.table(sigmoid), "tanh": self.table(math.tanh)}

    def table(self, function):
        """The function at the ends of the segments."""
        step = 2.0 * self.range / self.segments
        ends = [(i - self.segments // 2) * step for i in range(self.segments + 1)]
        return [math.floor(function(end) * 2.0**self.fraction + 0.5) for end in ends]

    def saturate(self, value, point):
        """The value in W bits; a cut is counted at `point`."""
        cut = max(-(1 << (self.bits - 1)), min((1 << (self.bits - 1)) - 1, value))
        self.saturations[point] += cut != value
        return cut

    def held(self, value):
        """A sum as its accumulator holds it; one that does not fit is counted."""
        wrapped = wrap(value, self.accumulator)
        self.saturations["wrappedAccumulators"] += wrapped != value
        return wrapped

    def code(self, value, point):
        """An integer is a raw code; a float becomes floor(v * 2^F + 1/2), computed exactly and saturated."""
        if isinstance(value, int):
            return value
        return self.saturate(math.floor(Fraction(value) * (1 << self.fraction) + Fraction(1, 2)), point)

    def activation(self, name, s):
        """sigmoid or tanh of a code, piecewise linear, and level outside of the table."""
        table, code = self.tables[name], s + self.codes // 2
        if not 0 <= code < self.codes:
            return table[0 if code < 0 else -1]
        segment, dx = divmod(code, self.codes // self.segments)
        return table[segment] + (table[segment + 1] - table[segment]) * dx // (self.codes // self.segments)

    def multiply(self, a, b):
        """mulr"""
        return self.saturate(rounded(a * b, self.fraction), "multiply")


def sigmoid(value):
    """1 / (1 + e^-v), without an overflow where it is 0 to double precision."""
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0
