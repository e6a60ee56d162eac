import { originOf } from '../../../report/charts/chart-text.ts';
import { download, pngOf } from '../../download.ts';
import { init } from '../../echarts.ts';
import { paperInk } from './ink.ts';
import type { PointTable } from './points.ts';

/** What a picture shows: the option of a chart on white paper, with room for title and foot line. */
export type PictureOption = Parameters<ReturnType<typeof init>['setOption']>[0];

const WIDTH_PX = 1200;
const HEIGHT_PX = 750;
/** Above the chart for the title, and below it for the foot line. */
const HEAD_PX = 56;
const FOOT_PX = 28;

/**
 * The picture of a chart as a file for the reader: drawn again, on white, with its title above and the foot
 * line below.
 */
export function savePicture(
  kind: 'png' | 'svg',
  name: string,
  title: string,
  points: PointTable,
  option: PictureOption,
): void {
  const stage = document.createElement('div');
  const chart = init(stage, null, {
    renderer: 'svg',
    width: WIDTH_PX,
    height: HEIGHT_PX,
  });
  try {
    chart.setOption({ ...moved(option), title: titles(title, points), backgroundColor: paperInk.paper });
    const svg = chart.renderToSVGString();
    const content = kind === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : pngOf(svg);
    void Promise.resolve(content).then((file) => download(`${name}.${kind}`, file));
  } finally {
    chart.dispose();
  }
}

function titles(title: string, points: PointTable) {
  return [
    { text: title, left: 16, top: 14, textStyle: { color: paperInk.text, fontSize: 20 } },
    {
      text: originOf({ ...points.data, inputDate: points.data.inputDate ?? undefined }),
      right: 16,
      bottom: 8,
      textStyle: { color: paperInk.faint, fontSize: 12, fontWeight: 'normal' as const },
    },
  ];
}

/** The same chart with room above and below. */
function moved(option: PictureOption): PictureOption {
  const known = option as Readonly<Record<string, unknown>>;
  const changed: Record<string, unknown> = { ...known };
  for (const part of ['grid', 'parallel', 'legend']) {
    const box = known[part] as { readonly top?: number; readonly bottom?: number } | undefined;
    if (box === undefined) continue;
    const bottom = box.bottom === undefined ? {} : { bottom: box.bottom + FOOT_PX };
    changed[part] = { ...box, top: (box.top ?? 0) + HEAD_PX, ...bottom };
  }
  return changed as PictureOption;
}
