#!/usr/bin/env python3
"""Makes a small bank-balanced matrix and a vector for `bbsim spmv`. Needs Python 3 with NumPy and SciPy.

A is 32 x 64: in every row, each of 8 banks of 8 neighbouring columns holds 2 weights. Values are int16 codes of 12 fraction bits.
"""
import numpy as np
import scipy.sparse as sp

ROWS, COLS, BANKS, PER_BANK = 32, 64, 8, 2

rng = np.random.default_rng(1)
columns = np.concatenate([
    bank * (COLS // BANKS) + np.sort(rng.choice(COLS // BANKS, PER_BANK, replace=False))
    for _ in range(ROWS) for bank in range(BANKS)
])
codes = rng.integers(1, 4096, columns.size).astype(np.int16) * rng.choice(np.array([-1, 1], np.int16), columns.size)
rows = np.repeat(np.arange(ROWS), BANKS * PER_BANK)
sp.save_npz('A.npz', sp.csr_matrix((codes, (rows, columns)), shape=(ROWS, COLS)))
np.save('x.npy', rng.integers(-4096, 4096, COLS).astype(np.int16))
