import type { FileContent } from '../disk/atomic-file.ts';
import type { ChartSpec } from '../report/charts/spec.ts';
import type { Drawing, PictureKind } from './drawing-options.ts';

/** Draws a chart for a file of that kind. What draws is loaded with the first chart. Throws BadInput. */
export async function pictureOf(
  spec: ChartSpec,
  kind: PictureKind,
  { sizeOf, letters }: Pick<Drawing, 'sizeOf' | 'letters'>,
): Promise<FileContent> {
  const { renderPdf, renderPng, renderSvg } = await import('../report/charts/render.ts');
  const size = sizeOf(spec);
  if (kind === 'png') return renderPng(spec, size);
  return kind === 'pdf' ? renderPdf(spec, size) : renderSvg(spec, size, letters);
}

/** A chart under the title that was asked for; its own begins the subtitle. */
export function underTitle(spec: ChartSpec, title: string | null): ChartSpec {
  if (title === null) return spec;
  const subtitle = [spec.title, spec.subtitle].filter((text) => text !== '').join('; ');
  return { ...spec, title, subtitle };
}
