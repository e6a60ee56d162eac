/** The libraries that draw charts, in a file of their own: it is imported when the first chart is drawn. */
export { default as canvas } from 'canvas';
export { ChartJSNodeCanvas } from 'chartjs-node-canvas';
