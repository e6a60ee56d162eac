import type { Gate } from './gates.ts';
import { type JsonCell, numericParameter, placesOf, readIndex } from './netlist.ts';

/** One write port of a memory. */
interface WritePort {
  readonly address: Int32Array;
  readonly data: Int32Array;
  readonly enable: Int32Array;
}

/** A memory ($mem_v2): combinational read ports, write ports at the clock edge. Unknown words count as 0. */
export class MemoryCell {
  /** Its read ports. */
  readonly readPorts: readonly Gate[];
  private readonly words: Uint8Array;
  private readonly width: number;
  private readonly size: number;
  private readonly writePorts: readonly WritePort[];
  private pending: { readonly word: number; readonly bits: Uint8Array; readonly enable: Uint8Array }[] = [];

  constructor(cell: JsonCell) {
    const { connections, parameters } = cell;
    this.width = numericParameter(cell, 'WIDTH');
    this.size = numericParameter(cell, 'SIZE');
    this.words = initialWords(parameters.INIT ?? '', this.width * this.size);
    const [addressBits, reads, writes] = ['ABITS', 'RD_PORTS', 'WR_PORTS'].map((name) =>
      numericParameter(cell, name),
    );
    const part = (port: string, k: number, width: number) =>
      placesOf(connections[port]?.slice(k * width, (k + 1) * width));
    if (/1/.test(parameters.RD_CLK_ENABLE ?? '') && reads > 0)
      throw new Error('netlist memory with a clocked read port');
    this.readPorts = Array.from({ length: reads }, (_, k) =>
      this.readPort(part('RD_ADDR', k, addressBits), part('RD_DATA', k, this.width)),
    );
    this.writePorts = Array.from({ length: writes }, (_, k) => ({
      address: part('WR_ADDR', k, addressBits),
      data: part('WR_DATA', k, this.width),
      enable: part('WR_EN', k, this.width),
    }));
  }

  /** Before the clock edge: what will be written. */
  sample(values: Uint8Array): void {
    this.pending = this.writePorts.flatMap(({ address, data, enable }) => {
      const mask = Uint8Array.from(enable, (place) => values[place]);
      const word = readIndex(values, address);
      if (word >= this.size || !mask.includes(1)) return [];
      return { word, bits: Uint8Array.from(data, (place) => values[place]), enable: mask };
    });
  }

  /** The clock edge. */
  commit(): void {
    for (const { word, bits, enable } of this.pending) {
      for (let i = 0; i < this.width; i++) if (enable[i] === 1) this.words[word * this.width + i] = bits[i];
    }
  }

  private readPort(address: Int32Array, data: Int32Array): Gate {
    const { words, width, size } = this;
    return {
      reads: address,
      writes: data,
      evaluate: (values) => {
        const word = readIndex(values, address);
        for (let i = 0; i < width; i++) values[data[i]] = word < size ? words[word * width + i] : 0;
      },
    };
  }
}

/** INIT has the highest bit first. */
function initialWords(init: string, bits: number): Uint8Array {
  const words = new Uint8Array(bits);
  for (let i = 0; i < Math.min(bits, init.length); i++) if (init[init.length - 1 - i] === '1') words[i] = 1;
  return words;
}
