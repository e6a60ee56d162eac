import { BadInput } from '../errors/bad-input.ts';

/** A row as it left the RTL: its number, its PE, the cycle, and its accumulator. */
export interface RowRecord {
  readonly cycle: number;
  readonly pe: number;
  readonly row: number;
  readonly sum: number;
}

/** One SpMV as the RTL ran it, counted from its records. Per PE, and per PE and bank (pe * banks + bank). */
export interface SpmvRecord {
  readonly cycles: number;
  readonly rows: readonly RowRecord[];
  readonly issueCycles: Uint32Array;
  readonly conflictCycles: Uint32Array;
  readonly busyCycles: Uint32Array;
  readonly bankReads: Uint32Array;
}

/** Sizes that the records are read with: banks of all copies, and requests that each serves in a cycle. */
export interface RecordShape {
  readonly pes: number;
  readonly banks: number;
  readonly ports: number;
  readonly accumulatorBits: number;
}

/**
 * Reads the records that rtl/harness prints: "c cycle states stalls reads", "r cycle PE row sum", "d cycles".
 * States: 0 idle, 1 issue, 2 conflict, 3 fill. Throws BadInput when the run did not come to its end.
 */
export function readSpmvRecord(log: string, shape: RecordShape): SpmvRecord {
  const { pes, banks } = shape;
  const rows: RowRecord[] = [];
  const count = () => new Uint32Array(pes);
  const record = {
    issueCycles: count(),
    conflictCycles: count(),
    busyCycles: count(),
    bankReads: new Uint32Array(pes * banks),
  };
  let cycles = -1;
  for (const line of log.split('\n')) {
    const fields = line.split(' ');
    if (fields[0] === 'c') countCycle(record, fields[2], fields[4], shape);
    else if (fields[0] === 'r') rows.push(rowRecord(fields, shape));
    else if (fields[0] === 'd' && cycles < 0) cycles = Number(fields[1]);
  }
  if (cycles < 0)
    throw new BadInput(
      `the RTL did not finish: ${log.trim().split('\n').slice(-2).join('; ') || 'it printed nothing'}`,
    );
  return { cycles, rows, ...record };
}

function rowRecord(fields: readonly string[], { accumulatorBits }: RecordShape): RowRecord {
  return {
    cycle: Number(fields[1]),
    pe: Number(fields[2]),
    row: Number(fields[3]),
    sum: Number(BigInt.asIntN(accumulatorBits, BigInt(/^[0-9a-f]+$/.test(fields[4]) ? `0x${fields[4]}` : 0))),
  };
}

type Counts = Pick<SpmvRecord, 'issueCycles' | 'conflictCycles' | 'busyCycles' | 'bankReads'>;

function countCycle(counts: Counts, states: string, reads: string, { pes, banks, ports }: RecordShape): void {
  for (let pe = 0; pe < pes; pe++) {
    const state = bitOf(states, 2 * pe) + 2 * bitOf(states, 2 * pe + 1);
    if (state !== 0) counts.busyCycles[pe]++;
    if (state === 1 || state === 2) counts.issueCycles[pe]++;
    if (state === 2) counts.conflictCycles[pe]++;
  }
  // From the lowest digit upwards; most digits are 0 in small designs and F in full ones.
  for (let digit = 0; digit < reads.length; digit++) {
    const bits = Number.parseInt(reads[reads.length - 1 - digit], 16);
    for (let bit = 0; bit < 4; bit++) {
      if (bits & (1 << bit)) counts.bankReads[Math.floor((4 * digit + bit) / ports)]++;
    }
  }
  if (counts.bankReads.length !== pes * banks) throw new RangeError('bank reads beyond the last bank');
}

/** Bit `index` of a hexadecimal number. */
function bitOf(hex: string, index: number): number {
  const digit = hex[hex.length - 1 - (index >> 2)];
  return digit === undefined ? 0 : (Number.parseInt(digit, 16) >> (index & 3)) & 1;
}
