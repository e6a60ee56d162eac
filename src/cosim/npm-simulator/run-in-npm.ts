import type { Bench } from '../bench/bench.ts';
import { Circuit } from './circuit.ts';
import { elaborate } from './elaborate.ts';

/** Clock cycles that a bench may take beyond what it should. */
const GRACE_CYCLES = 1000;

/** What the two harnesses call their stages; docs/timing.md cycles run in START and RUN. */
const stages = {
  spmv_harness: { start: 5n, run: 6n, states: null, end: 7n },
  lstm_harness: { start: 7n, run: 8n, states: 9n, end: 10n },
} as const;

/**
 * Runs a bench with nothing but npm, and returns the records that its harness prints under other tools.
 * Yosys (the package @yowasp/yosys, which has no command `sim`) turns the RTL into a netlist of
 * word-level cells, and Circuit clocks it.
 */
export async function runInNpm(bench: Bench, files: ReadonlyMap<string, string>): Promise<string> {
  const circuit = new Circuit(await elaborate(bench.harness, files));
  const { end } = stages[bench.harness];
  const lines: string[] = [];
  for (let n = 0; n < bench.clockCycles + GRACE_CYCLES && circuit.read('stage') !== end; n++) {
    record(circuit, bench, lines);
    circuit.clock();
  }
  return `${lines.join('\n')}\n`;
}

/** The records of one cycle, in the order of the harness. */
function record(circuit: Circuit, bench: Bench, lines: string[]): void {
  const { start, run, states } = stages[bench.harness];
  const stage = circuit.read('stage');
  const isStep = states !== null;
  if (stage === start || stage === run) {
    const cycle = circuit.read('cycle');
    if (isStep && stage === start) lines.push(`s ${circuit.read('step')}`);
    if (isStep && circuit.read('bbsim.controller.issue') === 1n)
      lines.push(`i ${cycle} ${circuit.read('bbsim.controller.pc')}`);
    lines.push(`c ${cycle} ${statesOf(circuit, bench)}`);
    addRows(circuit, bench, cycle, lines);
    if (stage === run && circuit.read('done') === 1n) lines.push(`d ${cycle - 1n}`);
  }
  if (isStep && stage === states) addState(circuit, bench, lines);
}

/** States, stalls and reads of all PEs, hexadecimal, PE 0 in the lowest bits. */
function statesOf(circuit: Circuit, { parameters }: Bench): string {
  const pes = Number(parameters.PES);
  const readsPerPe = ['COPIES', 'BANKS', 'PORTS', 'PUMP'].reduce(
    (all, name) => all * Number(parameters[name]),
    1,
  );
  const hex = (net: string, bits: number) =>
    circuit
      .read(net)
      .toString(16)
      .padStart(Math.ceil(bits / 4), '0');
  return `${hex('states', 2 * pes)} ${hex('stalls', pes)} ${hex('reads', pes * readsPerPe)}`;
}

function addRows(circuit: Circuit, { parameters }: Bench, cycle: bigint, lines: string[]): void {
  const valid = circuit.read('row_valid');
  if (valid === 0n) return;
  const [rowBits, sumBits] = [Number(parameters.RESULT_BITS), Number(parameters.ACC_BITS)];
  const [numbers, sums] = [circuit.read('row_number'), circuit.read('row_sum')];
  const outs = Math.max(1, Number(parameters.ROW_PORTS));
  for (let out = 0; out < Number(parameters.PES) * outs; out++) {
    if (((valid >> BigInt(out)) & 1n) === 0n) continue;
    const row = BigInt.asUintN(rowBits, numbers >> BigInt(out * rowBits));
    const sum = BigInt.asUintN(sumBits, sums >> BigInt(out * sumBits));
    const pe = Math.floor(out / outs);
    lines.push(`r ${cycle} ${pe} ${row} ${sum.toString(16).padStart(Math.ceil(sumBits / 4), '0')}`);
  }
}

/** One element of h or c after a step. */
function addState(circuit: Circuit, { parameters }: Bench, lines: string[]): void {
  const index = Number(circuit.read('index'));
  const hLength = Number(parameters.H_LENGTH);
  const bits = Number(parameters.WORD_BITS);
  const value = BigInt.asUintN(bits, circuit.read('element'))
    .toString(16)
    .padStart(Math.ceil(bits / 4), '0');
  lines.push(index < hLength ? `h ${index} ${value}` : `v ${index - hLength} ${value}`);
}
