"""Seeded choices."""

import random


class Draw:
    """Choices that depend on a seed alone: of the library only the generator is used, which every version has alike."""

    def __init__(self, seed):
        self.uniform = random.Random(seed).random

    def integer(self, low, high):
        """An integer from `low` to `high`."""
        return low + int(self.uniform() * (high - low + 1))

    def shuffled(self, items):
        """The items in a random order."""
        return [item for _, item in sorted((self.uniform(), item) for item in items)]

    def some(self, items, count):
        """`count` of the items, ascending."""
        return sorted(self.shuffled(items)[:count])

    def code(self, bits):
        """A code of `bits` bits, one in five at an end of the range."""
        low, high = -(1 << (bits - 1)), (1 << (bits - 1)) - 1
        if self.uniform() < 0.2:
            return low if self.uniform() < 0.5 else high
        return self.integer(low, high)
