import { join } from 'node:path';
import { writeFileAtomic } from '../disk/atomic-file.ts';
import { renderPng, renderSvg } from '../report/charts/render.ts';
import type { ChartSize, ChartSpec, NamedChart } from '../report/charts/spec.ts';
import { type Shown, type ViewName, viewFor } from '../report/index.ts';
import type { Io } from './io.ts';

/** How the charts of a result are drawn. */
export interface Drawing {
  readonly sizeOf: (spec: ChartSpec) => ChartSize;
  /** Whether they are drawn as SVG too. */
  readonly svg?: boolean;
}

/**
 * Writes what `--out` asks for: the result as JSON, and its charts, which it returns. The
 * folder is there. Throws BadInput.
 */
export async function writeResult<Name extends ViewName>(
  io: Io,
  name: Name,
  result: Shown<Name>,
  folder: string,
  { sizeOf, svg = false }: Drawing,
): Promise<readonly NamedChart[]> {
  const view = await viewFor(name);
  await writeFileAtomic(join(folder, 'result.json'), view.json(result));
  const charts = view.charts(result);
  for (const { file, spec } of charts) {
    const path = join(folder, file);
    io.note(`writing ${path}.png${svg ? ' and .svg' : ''}`);
    await writeFileAtomic(`${path}.png`, await renderPng(spec, sizeOf(spec)));
    if (svg) await writeFileAtomic(`${path}.svg`, await renderSvg(spec, sizeOf(spec)));
  }
  return charts;
}
