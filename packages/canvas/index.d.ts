export * from '@napi-rs/canvas/node-canvas';

/** What can be asked of a canvas, whatever it is drawn to. */
export interface Drawable {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): { font: string; measureText(text: string): { width: number } };
  toBuffer(mime?: string): Buffer;
  toBuffer(callback: (error: Error | null, bytes: Buffer) => void, mime?: string): void;
}

export function createCanvas(
  width: number,
  height: number,
  type?: 'image' | 'svg' | 'svg-text' | 'pdf',
): Drawable;
