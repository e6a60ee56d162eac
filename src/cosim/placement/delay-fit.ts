import type { MappedPath } from './mapped-path.ts';

/**
 * What a path takes in one family, fitted to circuits that were placed by themselves. In nanoseconds; the
 * last level of look-up tables has the setup of its register in it.
 */
export interface FittedDelays {
  readonly clockToOutNs: number;
  /** The same of a block of RAM without an output register. */
  readonly ramToOutNs: number;
  readonly levelNs: number;
  readonly carryBitNs: number;
  /** A wire of a circuit with one cell, and what every doubling of the cells adds. */
  readonly hopNs: number;
  readonly hopPerDoublingNs: number;
  /** What every doubling of the registers that a word goes to adds to its wire. */
  readonly fanOutPerDoublingNs: number;
}

/** Where a path stands: the cells of its circuit, whether RAM begins it, what its first wire feeds. */
interface Place {
  readonly cells: number;
  readonly fromRam: boolean;
  readonly fanOut: number;
}

const sum = (rows: readonly MappedPath[], value: (row: MappedPath) => number) =>
  rows.reduce((total, row) => total + value(row), 0);

/**
 * Ratios of sums, and least squares of the wires over the logarithm of the cells of their circuit; what the
 * wires of a broadcast take beyond that goes with the logarithm of its fan-out.
 */
export function fitDelays(rows: readonly MappedPath[]): FittedDelays {
  const wires = fitWires(rows.filter(({ stage }) => stage !== 'broadcast'));
  const broadcasts = rows.filter(({ stage }) => stage === 'broadcast');
  const beyond = (row: MappedPath) => row.routingNs - row.hops * wireNs(wires, row.cells);
  return {
    clockToOutNs: Math.min(...rows.map(({ clockToOutNs }) => clockToOutNs)),
    ramToOutNs: Math.max(...rows.map(({ clockToOutNs }) => clockToOutNs)),
    levelNs: sum(rows, ({ logicNs, setupNs }) => logicNs + setupNs) / sum(rows, ({ levels }) => levels),
    carryBitNs: sum(rows, ({ carryNs }) => carryNs) / sum(rows, ({ carryBits }) => carryBits),
    ...wires,
    fanOutPerDoublingNs:
      sum(broadcasts, (row) => Math.log2(row.size) * beyond(row)) /
      sum(broadcasts, ({ size }) => Math.log2(size) ** 2),
  };
}

type Wires = Pick<FittedDelays, 'hopNs' | 'hopPerDoublingNs'>;

function fitWires(rows: readonly MappedPath[]): Wires {
  const doublings = ({ cells }: MappedPath) => Math.log2(cells);
  const hops = sum(rows, (row) => row.hops);
  const mean = sum(rows, (row) => row.hops * doublings(row)) / hops;
  const meanNs = sum(rows, ({ routingNs }) => routingNs) / hops;
  const spread = sum(rows, (row) => row.hops * (doublings(row) - mean) ** 2);
  const slope = sum(rows, (row) => (doublings(row) - mean) * (row.routingNs - row.hops * meanNs)) / spread;
  return { hopNs: meanNs - slope * mean, hopPerDoublingNs: slope };
}

const wireNs = ({ hopNs, hopPerDoublingNs }: Wires, cells: number) =>
  Math.max(0, hopNs + hopPerDoublingNs * Math.log2(cells));

/** The delay of a path that stands in a circuit. */
export function fittedDelayNs(
  { levels, carryBits, hops }: Pick<MappedPath, 'levels' | 'carryBits' | 'hops'>,
  { cells, fromRam, fanOut }: Place,
  fit: FittedDelays,
): number {
  const first = fromRam ? fit.ramToOutNs : fit.clockToOutNs;
  const wires = hops * wireNs(fit, cells) + fit.fanOutPerDoublingNs * Math.log2(fanOut);
  return first + levels * fit.levelNs + carryBits * fit.carryBitNs + wires;
}

/** What the fit says of every circuit when that one takes no part in it, the constant of RAM apart. */
export function heldOutErrors(rows: readonly MappedPath[]) {
  const { clockToOutNs, ramToOutNs } = fitDelays(rows);
  return rows.map((row) => {
    const fit = { ...fitDelays(rows.filter((other) => other !== row)), ramToOutNs };
    const fromRam = row.clockToOutNs - clockToOutNs > ramToOutNs - row.clockToOutNs;
    const fanOut = row.stage === 'broadcast' ? row.size : 1;
    const heldOutNs = fittedDelayNs(row, { cells: row.cells, fromRam, fanOut }, fit);
    return { ...row, heldOutNs, errorPercent: 100 * (heldOutNs / row.delayNs - 1) };
  });
}
