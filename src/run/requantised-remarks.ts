import type { RunResult } from './result.ts';

/**
 * One line about all designs that changed int8 codes of a file, since rows of their matrices have one scale
 * where the file has several; none where all codes are those of the file.
 */
export function requantisedRemarks(
  runs: readonly Pick<RunResult, 'accelerator' | 'weights'>[],
): readonly string[] {
  const found = runs.flatMap(({ accelerator, weights: { requantised = 0, kept } }) =>
    requantised === 0 ? [] : [`${accelerator} has ${requantised} of ${kept}`],
  );
  if (found.length === 0) return [];
  return [
    `int8 codes of the file were brought to another scale: ${found.join('; ')} (gateMatrix: separate and number.weightScale: row keep them)`,
  ];
}
