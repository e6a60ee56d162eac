import { z } from 'zod';
import { patternKinds, patternOf } from '../bbs/patterns/named-pattern.ts';
import type { ConfigKind } from '../config/presets.ts';
import { DeviceSchema } from '../energy/device.ts';
import { ResourceCostsSchema } from '../energy/resource-costs.ts';
import { StageDelaysSchema } from '../energy/stage-delays.ts';
import { TechnologySchema } from '../energy/technology.ts';
import { SweepSchema } from '../explore/space/spec.ts';
import { AcceleratorSchema } from '../hw/array/kinds/index.ts';
import { WorkloadSchema } from '../lstm/workload.ts';
import { DesignSchema } from '../published/load-design.ts';

const schemas: Readonly<Record<ConfigKind, z.ZodType>> = {
  accelerator: AcceleratorSchema,
  workload: WorkloadSchema,
  device: DeviceSchema,
  technology: TechnologySchema,
  'resource-costs': ResourceCostsSchema,
  'stage-delays': StageDelaysSchema,
  design: DesignSchema,
  sweep: SweepSchema,
};

/**
 * The JSON Schema (draft 2020-12) of a kind of configuration file, for editors: types, ranges, defaults and
 * descriptions. Rules between fields are checked when the file is loaded, and are not part of it.
 */
export function jsonSchema(kind: ConfigKind): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(schemas[kind], { io: 'input' });
  return { $schema, title: `bbsim ${kind}`, ...rest };
}

/** The text of configs/schemas/<kind>.schema.json. */
export function schemaText(kind: ConfigKind): string {
  return `${JSON.stringify(jsonSchema(kind), null, 2)}\n`;
}

/**
 * The text of configs/patterns.json: what `list` says of patterns without loading them, from their records.
 * One that prunes nothing is not in it.
 */
export function patternsText(): string {
  const records = patternKinds.map((kind) => patternOf({ kind })).filter(({ keepsAll }) => !keepsAll);
  const listed = records.map(({ kind, says, accelerators }) => ({
    name: kind,
    description: says,
    accelerators,
  }));
  return `${JSON.stringify(listed, null, 2)}\n`;
}
