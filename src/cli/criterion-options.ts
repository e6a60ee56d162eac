import { type Command, Option } from 'commander';
import type { CriterionKind } from '../bbs/criteria/index.ts';
import { criterionKinds, criterionOf } from '../bbs/criteria/named-criterion.ts';
import { BadInput } from '../errors/bad-input.ts';
import type { CriterionChoice } from '../study/prune/calibrated-pruner.ts';
import { npyValues } from './driving-files.ts';
import { natural, share } from './options.ts';

/** By what weights are chosen, and what is known of the inputs. */
export interface CriterionOptions {
  readonly criterion: CriterionKind;
  readonly calibration?: string;
  readonly damping: number;
}

/** `--most-cycles`. */
export function addBudgetOption(command: Command): Command {
  return command.option(
    '--most-cycles <n>',
    'in place of a sparsity: each matrix keeps as many entries of a bank as a step of the array has cycles for, so that as little as can be is lost of squared magnitude, or with --criterion obs of the products',
    natural,
  );
}

/** `--criterion`, `--calibration` and `--damping`. */
export function addCriterionOptions(command: Command): Command {
  const named = criterionKinds.map((kind) => `${kind} (${criterionOf(kind).says})`);
  return command
    .addOption(
      new Option('--criterion <name>', `by what weights are chosen: ${named.join(', ')}`)
        .choices(criterionKinds)
        .default('magnitude'),
    )
    .option(
      '--calibration <x.npy>',
      'inputs of the model [n, X], floats or int16 raw codes: what reaches its matrices',
    )
    .addOption(
      new Option(
        '--damping <share>',
        'share of the mean power of the inputs of a matrix that is added to that of each',
      )
        .argParser(share)
        .default(0.01),
    );
}

/**
 * The criterion that is asked for, with its inputs; null: magnitude, which asks for none. Throws BadInput for
 * inputs that cannot be read, and where the criterion needs some. `onRow` is called after every row.
 */
export function criterionIn(
  { criterion: kind, calibration, damping }: CriterionOptions,
  onRow: (done: number, of: number) => void,
): CriterionChoice | null {
  if (!criterionOf(kind).isCalibrated) return null;
  if (calibration === undefined)
    throw new BadInput(`--criterion ${kind}: expected --calibration <x.npy>, inputs of the model [n, X]`);
  return { kind, calibration: { inputs: npyValues(calibration, '--calibration'), damping, onRow } };
}
