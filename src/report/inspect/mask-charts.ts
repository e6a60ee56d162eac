import type { InspectResult, NonZeroCounts } from '../../study/inspect/inspect-result.ts';
import type { ModelPicture } from '../../study/inspect/model-picture.ts';
import type { ChartText, NamedChart } from '../charts/spec.ts';
import { formatNumber } from '../tables/number-text.ts';
import { maskSheet } from './mask-sheet.ts';

/** A tile of a matrix under several masks, and where these have their weights in the whole matrix. */
export function maskCharts(result: InspectResult, picture: ModelPicture): NamedChart[] {
  return [masksChart(result, picture), nonZerosChart(result, picture)];
}

function textOf(result: InspectResult, picture: ModelPicture, title: string): ChartText {
  const { configHash, version, requestedSparsity } = result;
  const { tensor, rows, cols } = picture;
  const sparsity = `${(100 * requestedSparsity).toFixed(1)} % sparsity requested`;
  return {
    title,
    subtitle: `${result.file}, ${tensor}, ${rows} x ${cols}, ${sparsity}`,
    configHash,
    toolVersion: version,
  };
}

function masksChart(result: InspectResult, picture: ModelPicture): NamedChart {
  const text = textOf(result, picture, 'The weights that patterns keep of the same tile');
  return { file: 'masks', spec: maskSheet(text, picture, picture.figure) };
}

function nonZerosChart(result: InspectResult, picture: ModelPicture): NamedChart {
  const { banks, masks } = picture;
  const text = textOf(result, picture, 'Kept weights of rows, columns and banks');
  return {
    file: 'non-zeros',
    spec: {
      ...text,
      subtitle: `${text.subtitle}; beside each histogram the share of its highest bar`,
      kind: 'histogram-grid',
      columns: ['in a row', 'in a column', `in one of ${banks} banks of a row`],
      rows: masks.map(({ name, nonZeros }) => ({
        name,
        histograms: [nonZeros.rows, nonZeros.columns, nonZeros.banks].map((counts) => ({
          ...counts.histogram,
          says: endsText(counts),
        })),
      })),
    },
  };
}

/** `2 to 31, mean 12.5`, or `4 in each`. */
function endsText({ min, mean, max }: NonZeroCounts): string {
  if (min === max) return `${formatNumber(min, 0)} in each`;
  return `${formatNumber(min, 0)} to ${formatNumber(max, 0)}, mean ${formatNumber(mean, 1)}`;
}
