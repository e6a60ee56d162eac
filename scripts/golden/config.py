"""Configurations with their defaults, and what section 1 of docs/timing.md derives from sizes."""

DEFAULTS = {
    "clockMhz": 200,
    "pes": 64,
    "banks": 64,
    "sharedBanks": None,
    "vectorCopies": 1,
    "ports": 1,
    "pump": 1,
    "window": 8,
    "queueDepth": None,
    "rowOrder": "natural",
    "arbiter": "fixed",
    "gateMatrix": "combined",
    "weights": "resident",
    "timing": {
        "mulLatency": 3,
        "bankOutputRegister": 0,
        "crossbarRegister": 0,
        "addLatency": 1,
        "activationLatency": 2,
        "ewMulLatency": 3,
    },
    "ewop": {"style": "chained", "lanes": 64, "chaining": False},
    "number": {"bits": 16, "fractionBits": 12, "accumulatorBits": 48},
    "dram": {"gbPerS": 19.2, "latencyNs": 100, "burstBytes": 64, "stream": "packed"},
    "weightMemory": {"beatsPerPe": None},
}


def complete(config):
    """A configuration with every field. Only the kinds of CSR place columns cyclically unless told otherwise."""
    full = {"placement": "cyclic" if is_csr(config) else "even", **config}
    for field, default in DEFAULTS.items():
        given = config.get(field, default)
        full[field] = {**default, **given} if isinstance(default, dict) else given
    return full


def is_csr(config):
    """Whether lanes arbitrate for banks, through a crossbar."""
    return config["kind"] in ("csr", "csr-shared", "csr-window")


def vector_banks(config):
    """Banks of a vector memory: as many as a PE has lanes, but where all PEs share one that has its own number."""
    return config["sharedBanks"] or config["banks"]


def served_by_bank(config):
    """Requests that a bank serves in a cycle: with double pumping every port twice."""
    return config["ports"] * config["pump"]


def ceil_div(a, b):
    """ceil(a / b) of integers."""
    return -(-a // b)


def ceil_log2(count):
    """ceil(log2 count) of an integer of at least 1."""
    return (count - 1).bit_length()
