import { correlatedSequence } from '../../lstm/correlated-sequence.ts';

/** What an input is like, and how long it is: parameters that all delta designs have. */
export interface DeltaInput {
  readonly inputs: number;
  readonly correlation: number;
  readonly inputDeviation: number;
  readonly warmUpSteps: number;
  readonly measuredSteps: number;
}

/** The inputs of all steps, those before any is measured first, as codes with so many fraction bits. */
export function deltaInput(config: DeltaInput, fractionBits: number, seed: string): Int16Array[] {
  const count = config.warmUpSteps + config.measuredSteps;
  const statistics = { correlation: config.correlation, deviation: config.inputDeviation };
  return correlatedSequence(config.inputs, count, statistics, fractionBits, seed);
}
