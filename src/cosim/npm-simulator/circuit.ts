import { type Gate, gateOf } from './gates.ts';
import { MemoryCell } from './memory.ts';
import { type JsonModule, makeNets, numericParameter, placesOf, readInteger } from './netlist.ts';

/** A register: what it takes at its clock edge, and what it shows. */
interface Register {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/**
 * A flat netlist of Yosys, clock by clock: two values, one clock with registers at both of its edges, every
 * combinational cell evaluated once per edge in an order in which its inputs are ready. Throws an Error for a
 * cell that it does not know, and for a combinational loop.
 */
export class Circuit {
  private readonly values: Uint8Array;
  private readonly gates: readonly Gate[];
  private readonly registers: readonly Register[];
  /** Those that take over at the falling edge, in the middle of a cycle. */
  private readonly halfway: readonly Register[];
  private readonly memories: readonly MemoryCell[];
  private readonly places = new Map<string, Int32Array>();

  constructor(module: JsonModule) {
    this.values = makeNets(module).values;
    const cells = Object.values(module.cells).filter(({ type }) => type !== '$scopeinfo');
    const isA = (type: string) => cells.filter((cell) => cell.type === type);
    const registersAt = (polarity: number) =>
      isA('$dff')
        .filter((cell) => numericParameter(cell, 'CLK_POLARITY') === polarity)
        .map(({ connections }) => ({ from: placesOf(connections.D), to: placesOf(connections.Q) }));
    this.registers = registersAt(1);
    this.halfway = registersAt(0);
    this.memories = isA('$mem_v2').map((cell) => new MemoryCell(cell));
    const others = cells.filter(({ type }) => type !== '$dff' && type !== '$mem_v2');
    this.gates = inOrder(
      [...others.map(gateOf), ...this.memories.flatMap(({ readPorts }) => readPorts)],
      this.values.length,
    );
    for (const [name, { bits, attributes }] of Object.entries(module.netnames)) {
      this.places.set(name, placesOf(bits));
      this.initialise(placesOf(bits), attributes?.init);
    }
    this.settle();
  }

  /** The rising edge that begins a cycle, the falling one inside it, and all that follows from both. */
  clock(): void {
    const { values, registers, halfway, memories } = this;
    for (const memory of memories) memory.sample(values);
    takeOver(registers, values);
    for (const memory of memories) memory.commit();
    this.settle();
    if (halfway.length === 0) return;
    takeOver(halfway, values);
    this.settle();
  }

  /** The value of a net by its hierarchical name. Throws an Error when there is none. */
  read(name: string): bigint {
    const places = this.places.get(name);
    if (!places) throw new Error(`the netlist has no net ${name}`);
    return readInteger(this.values, places, false);
  }

  private settle(): void {
    for (const gate of this.gates) gate.evaluate(this.values);
  }

  private initialise(places: Int32Array, init: string | undefined): void {
    if (init === undefined) return;
    places.forEach((place, i) => {
      if (place > 1 && init[init.length - 1 - i] === '1') this.values[place] = 1;
    });
  }
}

/** All at once: what each register shows is what its input was before the edge. */
function takeOver(registers: readonly Register[], values: Uint8Array): void {
  const next = registers.map(({ from }) => Uint8Array.from(from, (place) => values[place]));
  registers.forEach(({ to }, i) => {
    for (let bit = 0; bit < to.length; bit++) values[to[bit]] = next[i][bit];
  });
}

/** Gates in an order in which each follows those that drive what it reads. */
function inOrder(gates: readonly Gate[], places: number): Gate[] {
  const driver = new Int32Array(places).fill(-1);
  gates.forEach(({ writes }, i) => {
    for (const place of writes) driver[place] = i;
  });
  const ordered: Gate[] = [];
  const state = new Uint8Array(gates.length);
  const visit = (root: number) => {
    const stack = [root];
    while (stack.length > 0) {
      const i = stack[stack.length - 1];
      if (state[i] === 2) {
        stack.pop();
        continue;
      }
      const waits = [...new Set(gates[i].reads)]
        .map((place) => driver[place])
        .filter((d) => d >= 0 && state[d] !== 2);
      if (waits.length === 0) {
        state[i] = 2;
        ordered.push(gates[i]);
        stack.pop();
      } else if (state[i] === 1 && waits.some((d) => state[d] === 1)) {
        throw new Error('the netlist has a combinational loop');
      } else {
        state[i] = 1;
        stack.push(...waits);
      }
    }
  };
  gates.forEach((_, i) => {
    visit(i);
  });
  return ordered;
}
