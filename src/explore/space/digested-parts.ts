import { hasField } from '../../config/schema-fields.ts';
import { kindOf } from '../../hw/array/kinds/index.ts';
import type { DigestedParts } from '../../run/digested-config.ts';
import { WORKLOAD } from './axis-fields.ts';
import type { SweepBasis } from './basis.ts';

/** What points of a sweep may have, and its hash so has the costs of. */
export function digestedParts({ accelerators, workloads, fields }: SweepBasis): DigestedParts {
  const isOnAxis = (field: string) => field.startsWith(WORKLOAD) && field.endsWith('.kind');
  return {
    mayBePacked:
      fields.includes('kind') ||
      accelerators.some(({ data }) => hasField(kindOf(String(data.kind)).schema, ['dram', 'stream'])),
    hasGru: fields.some(isOnAxis) || workloads.some(({ data }) => [data.layers].flat().some(isGru)),
  };
}

/** Of a layer as a file has it. */
function isGru(layer: unknown): boolean {
  return typeof layer === 'object' && layer !== null && 'kind' in layer && layer.kind === 'gru';
}
