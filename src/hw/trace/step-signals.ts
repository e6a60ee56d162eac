import type { SignalId, VcdWriter } from '../../sim/vcd.ts';
import type { Issued, Timeline, Unit } from '../sequencer/timeline.ts';

/**
 * The signals of the controller and the units of a step, under the names that they have in rtl/lstm_step.sv.
 */
export class StepSignals {
  private readonly vcd: VcdWriter;
  private readonly running: SignalId;
  private readonly issue: SignalId;
  private readonly pc: SignalId;
  private readonly busy: Readonly<Record<Unit, SignalId>>;
  private readonly word: SignalId;
  private readonly group: SignalId;
  private readonly instruction: SignalId;

  constructor(vcd: VcdWriter, scope: readonly string[]) {
    const declare = (unit: string, name: string, width: number) => vcd.declare([...scope, unit], name, width);
    this.vcd = vcd;
    this.running = declare('controller', 'running', 1);
    this.issue = declare('controller', 'issue', 1);
    this.pc = declare('controller', 'pc', 8);
    this.busy = {
      load: declare('load', 'busy', 1),
      spmv: declare('spmv', 'busy', 1),
      ewop: declare('ewop', 'busy', 1),
    };
    this.word = declare('load', 'word', 16);
    this.group = declare('ewop', 'group', 16);
    this.instruction = declare('ewop', 'instruction', 8);
  }

  /** Sets what they are in a cycle of a step (1 is its first); null between steps. */
  set(timeline: Timeline | null, cycle: number): void {
    const { vcd } = this;
    const issued = timeline?.issued ?? [];
    const isRunning = timeline !== null && cycle >= 1 && cycle <= timeline.cycles;
    vcd.set(this.running, isRunning ? 1 : 0);
    vcd.set(this.issue, issued.some(({ issuedAt }) => issuedAt === cycle) ? 1 : 0);
    vcd.set(this.pc, isRunning ? issued.filter(({ issuedAt }) => issuedAt < cycle).length : 0);
    const holder = (unit: Unit) => issued.findIndex((one) => one.unit === unit && occupies(one, cycle));
    const [load, spmv, ewop] = [holder('load'), holder('spmv'), holder('ewop')];
    vcd.set(this.busy.load, load < 0 ? 0 : 1);
    vcd.set(this.busy.spmv, spmv < 0 ? 0 : 1);
    vcd.set(this.busy.ewop, ewop < 0 ? 0 : 1);
    vcd.set(this.word, load < 0 ? 0 : cycle - issued[load].issuedAt);
    vcd.set(this.group, ewop < 0 ? 0 : cycle - issued[ewop].issuedAt);
    vcd.set(this.instruction, ewop < 0 ? 0 : ewop);
  }
}

function occupies({ issuedAt, occupancy }: Issued, cycle: number): boolean {
  return cycle >= issuedAt && cycle < issuedAt + occupancy;
}
