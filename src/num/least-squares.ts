/**
 * The coefficients c for which the sum of squares of A c - y is smallest: normal equations, solved
 * with pivoting. Each row of `rows` holds one observation. Throws a RangeError when the observations
 * do not decide the coefficients.
 */
export function leastSquares(rows: readonly (readonly number[])[], y: readonly number[]): number[] {
  const unknowns = rows[0]?.length ?? 0;
  const system = Array.from({ length: unknowns }, (_, i) => [
    ...Array.from({ length: unknowns }, (_, j) => dot(rows, (row) => row[i] * row[j])),
    rows.reduce((sum, row, n) => sum + row[i] * y[n], 0),
  ]);
  for (let i = 0; i < unknowns; i++) {
    let pivot = i;
    for (let k = i; k < unknowns; k++) if (Math.abs(system[k][i]) > Math.abs(system[pivot][i])) pivot = k;
    [system[i], system[pivot]] = [system[pivot], system[i]];
    if (Math.abs(system[i][i]) < 1e-12) {
      throw new RangeError(`${rows.length} observations do not decide ${unknowns} coefficients`);
    }
    for (let k = 0; k < unknowns; k++) {
      if (k === i) continue;
      const factor = system[k][i] / system[i][i];
      for (let j = i; j <= unknowns; j++) system[k][j] -= factor * system[i][j];
    }
  }
  return system.map((row, i) => row[unknowns] / row[i]);
}

function dot(rows: readonly (readonly number[])[], product: (row: readonly number[]) => number): number {
  return rows.reduce((sum, row) => sum + product(row), 0);
}
