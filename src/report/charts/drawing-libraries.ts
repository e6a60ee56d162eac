/** The libraries that draw charts, in a file of their own: it is imported when the first chart is drawn. */
export type { Drawable } from 'canvas';
export { default as canvas } from 'canvas';
export { ChartJSNodeCanvas } from 'chartjs-node-canvas';
