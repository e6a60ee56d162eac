import type { InspectedModel, InspectResult } from '../../study/inspect/inspect-result.ts';
import type { ChartText, NamedChart } from '../charts/spec.ts';
import { BITS_PER_KIB } from '../tables/number-text.ts';
import { maskCharts } from './mask-charts.ts';
import type { ShownInspection } from './shown-inspection.ts';

/**
 * The charts of a file of weights, for each of its models: a tile of a matrix under masks, where these have
 * their weights, what patterns keep, and what that takes in memory.
 */
export function inspectCharts(shown: ShownInspection): NamedChart[] {
  return shown.result.models.flatMap((model) => modelCharts(shown, model));
}

/** Those of one of its models. */
export function modelCharts({ result, pictures }: ShownInspection, model: InspectedModel): NamedChart[] {
  const at = result.models.indexOf(model);
  const ending = result.models.length === 1 ? '' : `-${at}-${fileName(model.name)}`;
  const masks = pictures.filter((picture) => picture.model === model.name);
  const charts = [
    ...masks.flatMap((picture) => maskCharts(result, picture)),
    keptChart(result, model),
    storageChart(result, model),
  ];
  return charts.map(({ file, spec }) => ({
    file: `${file}${ending}`,
    spec,
  }));
}

/** A name of a model as a part of a file's name: letters, digits and a few marks. */
function fileName(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]+/g, '_').slice(0, 60);
}

function textOf(
  { configHash, version, file, requestedSparsity, array }: InspectResult,
  { name }: InspectedModel,
  title: string,
): ChartText {
  const sparsity = `${(100 * requestedSparsity).toFixed(1)} % sparsity requested`;
  const sizes = `${array.pes} PEs of ${array.banks} banks`;
  return {
    title,
    subtitle: `${file}, ${name}, ${sparsity}, ${sizes}`,
    configHash,
    toolVersion: version,
  };
}

/** Squared magnitude as bars, the overlap with unstructured pruning as ticks across them. */
function keptChart(result: InspectResult, model: InspectedModel): NamedChart {
  const bars = model.patterns.flatMap(({ pattern, sparsity, keptMagnitudeShare, overlapWithUnstructured }) =>
    sparsity === null || keptMagnitudeShare === null || overlapWithUnstructured === null
      ? []
      : [
          {
            name: `${pattern}, ${(100 * sparsity).toFixed(1)} %`,
            value: 100 * keptMagnitudeShare,
            ticks: [100 * overlapWithUnstructured],
            isCalibrated: false,
          },
        ],
  );
  return {
    file: 'kept-by-pattern',
    spec: {
      ...textOf(result, model, 'What patterns keep of the weights'),
      kind: 'compared-bars',
      value: { title: 'share', unit: '%' },
      digits: 1,
      barName: 'kept share of the sum of w^2',
      tickName: 'kept weights that unstructured pruning to as many keeps too',
      bars,
    },
  };
}

/** Values, indices and pointers of every pattern in its format. */
function storageChart(result: InspectResult, model: InspectedModel): NamedChart {
  const bars = model.patterns.flatMap(({ pattern, format, storage }) =>
    storage === null
      ? []
      : [
          {
            name: `${pattern} (${format})`,
            values: [storage.valueBits, storage.indexBits, storage.pointerBits, storage.scaleBits ?? 0].map(
              (bits) => bits / BITS_PER_KIB,
            ),
          },
        ],
  );
  return {
    file: 'storage-by-pattern',
    spec: {
      ...textOf(result, model, 'What the kept weights take in memory'),
      kind: 'stacked-bars',
      value: { title: 'storage', unit: 'KiB' },
      categories: ['values', 'indices', 'pointers', 'scales'],
      bars,
    },
  };
}
