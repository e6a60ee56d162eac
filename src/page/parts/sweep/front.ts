import type { SweptColumn } from './points.ts';

/** Rows for which no other selected row is better in one of two columns and no worse in the other. */
export function rowsOfFront(x: SweptColumn, y: SweptColumn, mask: Uint8Array): readonly number[] {
  const [xSign, ySign] = [signOf(x), signOf(y)];
  const rows: number[] = [];
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] === 1 && !Number.isNaN(x.values[row]) && !Number.isNaN(y.values[row])) rows.push(row);
  }
  const [xs, ys] = [x.values, y.values];
  rows.sort((a, b) => xSign * (xs[a] - xs[b]) || ySign * (ys[a] - ys[b]) || a - b);
  const front: number[] = [];
  for (const row of rows) {
    const last = front.at(-1);
    if (last === undefined || ySign * (ys[row] - ys[last]) < 0) front.push(row);
  }
  return front;
}

/** Low is good unless a column says otherwise. */
function signOf({ better }: SweptColumn): 1 | -1 {
  return better === 'higher' ? -1 : 1;
}

/** Corners of the steps from one point of a front to the next, x ascending. */
export function frontSteps(x: SweptColumn, y: SweptColumn, front: readonly number[]): [number, number][] {
  const points = front.map((row): [number, number] => [x.values[row], y.values[row]]);
  points.sort((a, b) => a[0] - b[0]);
  return points.flatMap((point, at): [number, number][] => {
    if (at === 0) return [point];
    const before = points[at - 1];
    const corner: [number, number] = x.better === 'higher' ? [before[0], point[1]] : [point[0], before[1]];
    return [corner, point];
  });
}
