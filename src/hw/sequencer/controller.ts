import type { Program } from '../../lstm/program/program.ts';
import { Kernel } from '../../sim/kernel.ts';
import type { EncodedMatrix } from '../array/spmv-array.ts';
import type { SpmvUnit } from '../array/spmv-unit.ts';
import type { AcceleratorConfig } from '../config/config.ts';
import { costOf, type InstructionCost } from './instruction-cost.ts';
import { type Operands, operandsOf } from './operands.ts';
import { Scoreboard } from './scoreboard.ts';
import type { Issued, Timeline } from './timeline.ts';

/** When the next instruction may issue, and what its issue leads to. */
interface IssuePolicy {
  earliestIssue(operands: Operands, cost: InstructionCost): number;
  /** Records the issue and returns the cycle in which the result is written. */
  issue(operands: Operands, cost: InstructionCost, cycle: number): number;
}

/**
 * The chained style's sequencer: phases strictly one after the other, the first in cycle 1; a phase ends in
 * the last cycle that it occupies. docs/timing.md section 4.
 */
class PhaseSequencer implements IssuePolicy {
  private nextAt = 1;

  earliestIssue(): number {
    return this.nextAt;
  }

  issue(_: Operands, { occupancy }: InstructionCost, cycle: number): number {
    this.nextAt = cycle + occupancy;
    return cycle + occupancy - 1;
  }
}

/**
 * The controller: it holds one step's program and issues it in order, at most one instruction per cycle, each
 * in the first cycle that its policy allows. The step ends in the cycle in which the last result is written.
 */
class Controller {
  readonly issued: Issued[] = [];
  private readonly kernel: Kernel;
  private readonly policy: IssuePolicy;
  private readonly work: readonly { readonly operands: Operands; readonly cost: InstructionCost }[];
  private readonly program: Program;
  private readonly issueHandler: number;
  private readonly writtenHandler: number;

  constructor(kernel: Kernel, policy: IssuePolicy, program: Program, costs: readonly InstructionCost[]) {
    this.kernel = kernel;
    this.policy = policy;
    this.program = program;
    this.work = costs.map((cost, i) => ({ cost, operands: operandsOf(program, program.instructions[i]) }));
    this.issueHandler = kernel.on((index) => this.issue(index));
    this.writtenHandler = kernel.on(() => {});
  }

  /** The start pulse. */
  start(): void {
    this.scheduleIssue(0);
  }

  private scheduleIssue(index: number): void {
    if (index === this.work.length) return;
    const { operands, cost } = this.work[index];
    this.kernel.after(this.policy.earliestIssue(operands, cost) - this.kernel.now, this.issueHandler, index);
  }

  private issue(index: number): void {
    const { now } = this.kernel;
    const { operands, cost } = this.work[index];
    const writtenAt = this.policy.issue(operands, cost, now);
    const { unit, occupancy, job } = cost;
    this.issued.push({
      instruction: this.program.instructions[index],
      unit,
      issuedAt: now,
      occupancy,
      writtenAt,
      job,
    });
    // The write is an event so that the kernel's last cycle is the step's.
    this.kernel.after(writtenAt - now, this.writtenHandler, index);
    this.scheduleIssue(index + 1);
  }
}

/**
 * Runs one step's program on an accelerator, time only. The k-th matrix of the program is `matrices[k]`.
 * Never shorter where a job is longer: all that an instruction waits for are ends of earlier ones.
 */
export function timeProgram(
  config: AcceleratorConfig,
  spmvUnit: Pick<SpmvUnit, 'array' | 'job'>,
  matrices: readonly EncodedMatrix[],
  program: Program,
): Timeline {
  const kernel = new Kernel();
  const costs = program.instructions.map((instruction) =>
    costOf(config, spmvUnit, matrices, program, instruction),
  );
  const policy = program.style === 'chained' ? new PhaseSequencer() : new Scoreboard(config.ewop.chaining);
  const controller = new Controller(kernel, policy, program, costs);
  controller.start();
  const cycles = kernel.run();
  return { cycles, issued: controller.issued };
}
