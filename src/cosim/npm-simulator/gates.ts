import {
  type JsonCell,
  numericParameter,
  placesOf,
  readIndex,
  readInteger,
  writeInteger,
} from './netlist.ts';

/** A combinational cell: the places that it reads and writes, and how it is evaluated. */
export interface Gate {
  readonly reads: Int32Array;
  readonly writes: Int32Array;
  evaluate(values: Uint8Array): void;
}

type Binary = (a: bigint, b: bigint) => bigint;
const truth = (isTrue: boolean): bigint => (isTrue ? 1n : 0n);

const binary: Readonly<Record<string, Binary>> = {
  $add: (a, b) => a + b,
  $sub: (a, b) => a - b,
  $mul: (a, b) => a * b,
  $and: (a, b) => a & b,
  $or: (a, b) => a | b,
  $xor: (a, b) => a ^ b,
  $xnor: (a, b) => ~(a ^ b),
  $eq: (a, b) => truth(a === b),
  $eqx: (a, b) => truth(a === b),
  $ne: (a, b) => truth(a !== b),
  $nex: (a, b) => truth(a !== b),
  $lt: (a, b) => truth(a < b),
  $le: (a, b) => truth(a <= b),
  $gt: (a, b) => truth(a > b),
  $ge: (a, b) => truth(a >= b),
  $logic_and: (a, b) => truth(a !== 0n && b !== 0n),
  $logic_or: (a, b) => truth(a !== 0n || b !== 0n),
};

const unary: Readonly<Record<string, (a: bigint, width: number) => bigint>> = {
  $not: (a) => ~a,
  $neg: (a) => -a,
  $pos: (a) => a,
  $logic_not: (a) => truth(a === 0n),
  $reduce_or: (a) => truth(a !== 0n),
  $reduce_bool: (a) => truth(a !== 0n),
  $reduce_and: (a, width) => truth(BigInt.asUintN(width, a) === (1n << BigInt(width)) - 1n),
};

/** The gate of a combinational cell. Throws an Error for a type that the RTL does not lead to. */
export function gateOf(cell: JsonCell): Gate {
  const { type, connections } = cell;
  const [a, b, s, y] = ['A', 'B', 'S', 'Y'].map((port) => placesOf(connections[port]));
  const gate = (reads: readonly Int32Array[], evaluate: Gate['evaluate']): Gate => ({
    reads: Int32Array.from(reads.flatMap((places) => [...places])),
    writes: y,
    evaluate,
  });
  if (type === '$mux') return gate([a, b, s], (values) => copy(values, values[s[0]] ? b : a, y));
  if (type === '$pmux') return gate([a, b, s], (values) => selectOne(values, a, b, s, y));
  if (type in unary) {
    const operation = unary[type];
    const isSigned = numericParameter(cell, 'A_SIGNED') === 1;
    return gate([a], (values) =>
      writeInteger(values, y, operation(readInteger(values, a, isSigned), a.length)),
    );
  }
  if (type in binary) {
    const operation = binary[type];
    // Signed only if both operands are, as in Verilog.
    const isSigned = numericParameter(cell, 'A_SIGNED') === 1 && numericParameter(cell, 'B_SIGNED') === 1;
    return gate([a, b], (values) =>
      writeInteger(values, y, operation(readInteger(values, a, isSigned), readInteger(values, b, isSigned))),
    );
  }
  return gate([a, b], shift(cell, a, b, y));
}

function copy(values: Uint8Array, from: Int32Array, to: Int32Array): void {
  for (let i = 0; i < to.length; i++) values[to[i]] = values[from[i]];
}

/** At most one bit of S is set and chooses a part of B; with none it is A. */
function selectOne(values: Uint8Array, a: Int32Array, b: Int32Array, s: Int32Array, y: Int32Array): void {
  const chosen = s.findIndex((place) => values[place] === 1);
  copy(values, chosen < 0 ? a : b.subarray(chosen * y.length, (chosen + 1) * y.length), y);
}

/** $shl, $sshl, $shr, $sshr, and $shift and $shiftx, which shift right by a signed amount if B is signed. */
function shift(cell: JsonCell, a: Int32Array, b: Int32Array, y: Int32Array): Gate['evaluate'] {
  const { type } = cell;
  const isSigned = numericParameter(cell, 'A_SIGNED') === 1;
  const bySigned = numericParameter(cell, 'B_SIGNED') === 1;
  if (!['$shl', '$sshl', '$shr', '$sshr', '$shift', '$shiftx'].includes(type))
    throw new Error(`netlist cell ${type}`);
  const isLeft = type === '$shl' || type === '$sshl';
  const isArithmetic = type === '$sshr' || type === '$sshl';
  return (values) => {
    const amount = isLeft
      ? -BigInt(readIndex(values, b))
      : readInteger(values, b, bySigned && type.startsWith('$shift'));
    // An operand is extended to the width of the result before it is shifted.
    const operand = readInteger(values, a, isSigned);
    const value = isArithmetic || isLeft ? operand : BigInt.asUintN(Math.max(a.length, y.length), operand);
    writeInteger(values, y, amount < 0n ? value << -amount : value >> amount);
  };
}
