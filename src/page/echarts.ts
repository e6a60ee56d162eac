import { CustomChart, HeatmapChart, LineChart, ParallelChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  BrushComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  ParallelComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { graphic, init, use } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

use([
  CustomChart,
  HeatmapChart,
  LineChart,
  ParallelChart,
  ScatterChart,
  AriaComponent,
  BrushComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  ParallelComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
  SVGRenderer,
]);

/** The type of element of a custom series that draws all rectangles of one colour as one shape. */
export const RECTANGLES = 'rectangles';

/** Left, top, width and height of one rectangle after another, in pixels of the chart. */
export type Rectangles = readonly number[];

graphic.registerShape(
  RECTANGLES,
  graphic.extendShape({
    shape: { rectangles: [] as Rectangles },
    buildPath(path, { rectangles }: { rectangles: Rectangles }) {
      for (let at = 0; at < rectangles.length; at += 4) {
        path.rect(rectangles[at], rectangles[at + 1], rectangles[at + 2], rectangles[at + 3]);
      }
    },
  }) as never,
);

export type { EChartsCoreOption, EChartsType } from 'echarts/core';
/** ECharts with what the parts of a page use of it, and nothing else. */
export { init };
