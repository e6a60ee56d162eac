/** A bit of a net: the number of a net, or a constant. */
export type NetBit = number | '0' | '1' | 'x' | 'z';

/**
 * A cell of a word-level netlist as Yosys writes it (`write_json`): parameters are binary numbers,
 * connections lists of bits, the lowest first.
 */
export interface JsonCell {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly connections: Readonly<Record<string, readonly NetBit[]>>;
}

/** A flat module: its cells, and the names of its nets. */
export interface JsonModule {
  readonly cells: Readonly<Record<string, JsonCell>>;
  readonly netnames: Readonly<
    Record<
      string,
      { readonly bits: readonly NetBit[]; readonly attributes?: Readonly<Record<string, string>> }
    >
  >;
}

/** The nets of a module that is simulated: the value of every bit, those of constants at 0 and 1. */
export interface Nets {
  readonly values: Uint8Array;
}

/** Places of bits in `Nets.values`. Constants have places of their own; unknown bits count as 0. */
export function placesOf(bits: readonly NetBit[] | undefined): Int32Array {
  return Int32Array.from(bits ?? [], (bit) => (typeof bit === 'number' ? bit : bit === '1' ? 1 : 0));
}

/** Yosys numbers nets from 2 upwards, so that places 0 and 1 are free for the constants. */
export function makeNets({ cells, netnames }: JsonModule): Nets {
  let most = 1;
  const scan = (bits: readonly NetBit[]) => {
    for (const bit of bits) if (typeof bit === 'number' && bit > most) most = bit;
  };
  for (const { connections } of Object.values(cells))
    for (const bits of Object.values(connections)) scan(bits);
  for (const { bits } of Object.values(netnames)) scan(bits);
  const values = new Uint8Array(most + 1);
  values[1] = 1;
  return { values };
}

/** A parameter as a number. */
export function numericParameter({ parameters, type }: JsonCell, name: string): number {
  const text = parameters[name];
  if (text === undefined) throw new Error(`${type} without parameter ${name}`);
  return Number.parseInt(text, 2);
}

/** The bits at some places as an integer, the lowest place first; with `isSigned` in two's complement. */
export function readInteger(values: Uint8Array, places: Int32Array, isSigned: boolean): bigint {
  let value = 0n;
  for (let i = places.length - 1; i >= 0; i--) value = (value << 1n) | BigInt(values[places[i]]);
  return isSigned ? BigInt.asIntN(places.length, value) : value;
}

/** The same for up to 31 bits. */
export function readIndex(values: Uint8Array, places: Int32Array): number {
  let value = 0;
  for (let i = places.length - 1; i >= 0; i--) value = value * 2 + values[places[i]];
  return value;
}

/** Writes an integer to some places, cut to their number. */
export function writeInteger(values: Uint8Array, places: Int32Array, value: bigint): void {
  let rest = BigInt.asUintN(places.length, value);
  for (let i = 0; i < places.length; i++) {
    values[places[i]] = Number(rest & 1n);
    rest >>= 1n;
  }
}
