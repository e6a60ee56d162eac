import { join } from 'node:path';
import type { FileContent } from '../disk/atomic-file.ts';
import type { OutputFile } from '../disk/output-folder.ts';
import { renderPng, renderSvg } from '../report/charts/render.ts';
import type { ChartSize, ChartSpec, NamedChart } from '../report/charts/spec.ts';
import { type Shown, type ViewName, viewFor } from '../report/index.ts';
import type { Io } from './io.ts';
import { writeOutputs } from './write-outputs.ts';

/** How the charts of a result are drawn. */
export interface Drawing {
  readonly sizeOf: (spec: ChartSpec) => ChartSize;
  /** Whether they are drawn as SVG too. */
  readonly svg?: boolean;
}

/**
 * Writes what `--out` asks for: the result as JSON, and its charts, which it returns. What an earlier
 * run wrote there and this one does not is removed. The folder is there. Throws BadInput.
 */
export async function writeResult<Name extends ViewName>(
  io: Io,
  name: Name,
  result: Shown<Name>,
  folder: string,
  drawing: Drawing,
): Promise<readonly NamedChart[]> {
  const view = await viewFor(name);
  const charts = view.charts(result);
  await writeOutputs(io, folder, filesOf(io, view.json(result), charts, { folder, ...drawing }));
  return charts;
}

/** The files of a result, each made when it is asked for. */
async function* filesOf(
  io: Io,
  json: FileContent,
  charts: readonly NamedChart[],
  { folder, sizeOf, svg = false }: Drawing & { readonly folder: string },
): AsyncGenerator<OutputFile> {
  yield ['result.json', json];
  for (const { file, spec } of charts) {
    io.note(`writing ${join(folder, file)}.png${svg ? ' and .svg' : ''}`);
    yield [`${file}.png`, await renderPng(spec, sizeOf(spec))];
    if (svg) yield [`${file}.svg`, await renderSvg(spec, sizeOf(spec))];
  }
}
