import { newElement } from '../../element.ts';

/** What is painted behind the axes of a chart, in pixels of its stage. */
export interface PaintedLayer {
  /** Paints anew, on nothing. */
  paint(widthPx: number, heightPx: number, how: (pen: CanvasRenderingContext2D) => unknown): void;
}

/**
 * A canvas behind the chart of a stage. Thousands of points or lines are painted on it within a frame, which
 * charts with an object for each are too slow for.
 */
export function paintedLayer(stage: HTMLElement): PaintedLayer {
  const canvas = newElement('canvas', { class: 'sweep-painted' });
  stage.prepend(canvas);
  return {
    paint(widthPx, heightPx, how) {
      const ratio = devicePixelRatio;
      canvas.width = Math.round(widthPx * ratio);
      canvas.height = Math.round(heightPx * ratio);
      canvas.style.width = `${widthPx}px`;
      canvas.style.height = `${heightPx}px`;
      const pen = canvas.getContext('2d');
      if (pen === null) return;
      pen.scale(ratio, ratio);
      how(pen);
    },
  };
}
