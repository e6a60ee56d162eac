import type { ModelPicture, PicturedMask } from '../../study/inspect/model-picture.ts';
import type { ChartText, MaskPanelsSpec } from '../charts/spec.ts';

const NO_BREAK = '\u00a0';

/** The same tile under some of the masks of a picture, a panel for each, in the order of the names. */
export function maskSheet(text: ChartText, picture: ModelPicture, names: readonly string[]): MaskPanelsSpec {
  const { tile, largest, masks } = picture;
  const { rowFrom, columnFrom } = tile;
  const span = (from: number, count: number) => `${from} to ${from + count - 1}`;
  return {
    ...text,
    kind: 'mask-panels',
    value: { title: 'magnitude |w|', unit: '' },
    largest,
    rows: { count: tile.rows, title: `rows ${span(rowFrom, tile.rows)}` },
    columns: { count: tile.columns, title: `columns ${span(columnFrom, tile.columns)}` },
    missingName: 'pruned',
    borderName: 'border of a bank, a block or another part',
    panels: names
      .flatMap((name) => masks.filter((mask) => mask.name === name))
      .map((mask) => ({
        name: mask.name,
        says: saysOf(mask, picture),
        values: mask.magnitudes,
        rowBorders: mask.rowBorders,
        columnBorders: mask.columnBorders,
      })),
  };
}

/**
 * `64 banks of 4 columns, 12.5 % kept`; of what is rebuilt, how much is stored. The share stays on one line.
 */
function saysOf({ says, kept, isRebuilt }: PicturedMask, { rows, cols }: ModelPicture): string {
  const share = `${((100 * kept) / (rows * cols)).toFixed(1)} %`;
  const stored = (isRebuilt ? `rebuilt from ${share}` : `${share} kept`).replaceAll(' ', NO_BREAK);
  return [...(says === '' ? [] : [says]), stored].join(', ');
}
