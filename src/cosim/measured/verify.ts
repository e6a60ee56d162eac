import { z } from 'zod';
import { parseYaml } from '../../config/yaml-file.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { measuredDesigns } from './index.ts';
import type { AnyMeasuredDesign, MeasuredValue } from './measured-design.ts';

/** What differs first: the point (from 0) and step of the file, the field, and what each side has. */
export interface FirstDifference {
  readonly point: number;
  readonly step: number;
  readonly field: string;
  readonly measured: MeasuredValue;
  readonly computed: MeasuredValue;
}

/** Measured points beside computed ones: `steps` that were compared, and the `differences` of fields. */
export interface Verification {
  readonly points: number;
  readonly skipped: number;
  readonly steps: number;
  readonly differences: number;
  readonly first: FirstDifference | null;
}

/** A verification with what was compared: the design, and how many values. */
export interface VerifiedDesign {
  readonly design: string;
  readonly source: string;
  readonly values: number;
  readonly verification: Verification;
}

/**
 * Compares the measured points in the text of a JSON file with the simulator, field by field. `source` names
 * the file in messages. Throws BadInput for a design that is not known and for a file that is not one.
 */
export function verifyPoints(name: string, text: string, source: string): VerifiedDesign {
  const design = measuredDesigns.find((one) => one.name === name);
  if (!design) {
    const names = measuredDesigns.map((one) => one.name).join(', ');
    throw new BadInput(`unknown measured design ${name}, expected one of: ${names}`);
  }
  return verifyDesign(design, text, source);
}

/** The same for a design that is at hand. */
export function verifyDesign(design: AnyMeasuredDesign, text: string, source: string): VerifiedDesign {
  // JSON is YAML. All points are read before the first is computed: a bad file costs no time.
  const { points } = parseYaml(text, source, z.object({ points: z.array(design.point).min(1) }));
  return { design: design.says, source, ...comparePoints(design, points) };
}

function comparePoints(
  design: AnyMeasuredDesign,
  points: readonly unknown[],
): Pick<VerifiedDesign, 'values' | 'verification'> {
  let skipped = 0;
  let steps = 0;
  let values = 0;
  let differences = 0;
  let first: FirstDifference | null = null;
  points.forEach((point, at) => {
    if (design.skips(point) !== null) {
      skipped++;
      return;
    }
    const fields = design.compute(point);
    steps += new Set(fields.map(({ step }) => step)).size;
    values += fields.length;
    for (const field of fields) {
      if (field.measured === field.computed) continue;
      differences++;
      first ??= { point: at, ...field };
    }
  });
  return { values, verification: { points: points.length, skipped, steps, differences, first } };
}
