import { type Clock, type Cycle, checkInteger } from '../../../sim/cycle.ts';

/**
 * A bank's name (for messages), its read ports, and the cycles from a read to its data:
 * 1, or 2 with bankOutputRegister.
 */
export interface BankSpec {
  readonly name: string;
  readonly ports: number;
  readonly latency: Cycle;
}

/**
 * One memory bank of a vector buffer with independent read ports: at most `ports` reads per cycle, each with
 * its data at the output of its port `latency` cycles later, for that one cycle. Nothing waits here: what
 * does not fit is refused, and whoever asks (an arbiter, or wiring that has no conflicts) is responsible for
 * that. docs/timing.md section 3.
 */
export class Bank {
  private readonly clock: Clock;
  private readonly spec: BankSpec;
  private readonly words: Int16Array;
  private readAt: Cycle = -1;
  private portsUsed = 0;
  /** Output registers: data and the cycle they are for, at ((cycle mod (latency + 1)) * ports + port). */
  private readonly data: Int16Array;
  private readonly dueAt: Int32Array;

  /** A bank that holds `words`. Throws a RangeError unless ports and latency are integers >= 1. */
  constructor(clock: Clock, spec: BankSpec, words: Int16Array) {
    checkInteger(`${spec.name}: ports`, spec.ports, 1);
    checkInteger(`${spec.name}: latency`, spec.latency, 1);
    this.clock = clock;
    this.spec = spec;
    this.words = words;
    this.data = new Int16Array((spec.latency + 1) * spec.ports);
    this.dueAt = new Int32Array(this.data.length).fill(-1);
  }

  /** Whether a port is free in this cycle. */
  get canRead(): boolean {
    return this.readAt !== this.clock.now || this.portsUsed < this.spec.ports;
  }

  /**
   * Reads a word in this cycle and returns the port that will show it. Throws an Error unless `canRead`, a
   * RangeError for a word that the bank does not have.
   */
  read(word: number): number {
    const { clock, spec, words } = this;
    const { now } = clock;
    if (!this.canRead) {
      const count = `${this.portsUsed} of ${spec.ports} ${spec.ports === 1 ? 'port' : 'ports'} in use`;
      throw new Error(`${spec.name}: read of word ${word} refused in cycle ${now} (${count})`);
    }
    if (!Number.isInteger(word) || word < 0 || word >= words.length) {
      throw new RangeError(
        `${spec.name}: read of word ${word} in cycle ${now}, expected 0 to ${words.length - 1}`,
      );
    }
    if (this.readAt !== now) this.portsUsed = 0;
    this.readAt = now;
    const port = this.portsUsed++;
    const register = this.register(now + spec.latency, port);
    this.data[register] = words[word];
    this.dueAt[register] = now + spec.latency;
    return port;
  }

  /** The word at the output of a port in this cycle. Throws an Error when no read put one there. */
  output(port: number): number {
    const { now } = this.clock;
    const register = this.register(now, port);
    if (this.dueAt[register] !== now) {
      throw new Error(`${this.spec.name}: nothing at the output of port ${port} in cycle ${now}`);
    }
    return this.data[register];
  }

  private register(cycle: Cycle, port: number): number {
    const { latency, ports } = this.spec;
    return (cycle % (latency + 1)) * ports + port;
  }
}
