import { type Genome, genomeKey } from './discrete-space.ts';
import { type Evaluation, isFeasible } from './evaluation.ts';
import { paretoFront } from './pareto.ts';

/** A genome and what it costs. */
export interface Evaluated {
  readonly genome: Genome;
  readonly evaluation: Evaluation;
}

/** Everything that a search has evaluated, and its front. */
export class Archive {
  private readonly members: Evaluated[] = [];
  private best: number[] = [];
  /** How many objectives the first feasible genome has. */
  private objectives: number | null = null;

  /** In the order of evaluation. */
  get all(): readonly Evaluated[] {
    return this.members;
  }

  /** Indices in `all` of the feasible genomes that no other feasible genome dominates, ascending. */
  get front(): readonly number[] {
    return this.best;
  }

  /**
   * Adds a batch and hands back its members. Throws a RangeError unless there is one evaluation per genome,
   * violations are at least 0, and feasible genomes have finite costs of as many objectives as those before.
   */
  add(genomes: readonly Genome[], evaluations: readonly Evaluation[]): Evaluated[] {
    if (evaluations.length !== genomes.length) {
      throw new RangeError(`${evaluations.length} evaluations of ${genomes.length} genomes`);
    }
    const first = this.members.length;
    for (const [i, genome] of genomes.entries()) this.addOne(genome, evaluations[i]);
    const batch = this.members.slice(first);
    // What was dominated stays so: the new genomes compete with the old front alone.
    const fresh = batch.flatMap(({ evaluation }, i) => (isFeasible(evaluation) ? [first + i] : []));
    const contenders = [...this.best, ...fresh];
    const costs = contenders.map((i) => this.members[i].evaluation.costs);
    this.best = paretoFront(costs).map((k) => contenders[k]);
    return batch;
  }

  private addOne(genome: Genome, evaluation: Evaluation): void {
    const { costs, violation } = evaluation;
    if (!(violation >= 0)) throw new RangeError(`genome ${genomeKey(genome)}: violation of ${violation}`);
    if (isFeasible(evaluation)) {
      this.objectives ??= costs.length;
      if (costs.length !== this.objectives || !costs.every(Number.isFinite)) {
        throw new RangeError(
          `genome ${genomeKey(genome)}: costs of ${costs.join()}, expected ${this.objectives} finite numbers`,
        );
      }
    }
    this.members.push({ genome, evaluation });
  }
}
