import type { InspectedModel, InspectResult } from '../../study/inspect/inspect-result.ts';
import { formatNumber } from '../tables/number-text.ts';
import type { Table } from '../tables/table.ts';
import { patternTable } from './pattern-table.ts';
import { tensorTables } from './tensor-table.ts';

/** The tables of a file for people: for every model its tensors, its zeros, and what patterns keep of it. */
export function inspectTables(result: InspectResult): Table[] {
  return result.models.flatMap((model) => modelTables(result, model));
}

/** Those of one of its models, in that order. */
export function modelTables(result: InspectResult, model: InspectedModel): Table[] {
  return [...tensorTables(result, model, titleOf(result, model)), patternTable(result, model)];
}

/** `model.npz (npz): LSTM lstm, 1 layer, 24 inputs, 32 hidden, 7,168 weights, 0.0 % of them zero (...)`. */
function titleOf({ file, format, version, configHash }: InspectResult, model: InspectedModel): string {
  const { name, weights, sparsity } = model;
  const parts = [
    `${{ lstm: 'LSTM', gru: 'GRU' }[model.kind]} ${name}`,
    ...sizesOf(model),
    `${formatNumber(weights, 0)} weights, ${(100 * sparsity).toFixed(1)} % of them zero`,
  ];
  return `${file} (${format}): ${parts.join(', ')} (bbsim ${version}, config ${configHash})`;
}

function sizesOf({ layers, inputs, hidden, projection, directions, peepholes }: InspectedModel): string[] {
  return [
    `${layers} layer${layers === 1 ? '' : 's'}`,
    `${inputs} inputs`,
    `${hidden} hidden`,
    ...(projection === null ? [] : [`projection ${projection}`]),
    ...(directions.length > 1 ? ['bidirectional'] : directions.includes('reverse') ? ['reverse'] : []),
    ...(peepholes ? ['peepholes'] : []),
  ];
}
