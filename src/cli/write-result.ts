import { join } from 'node:path';
import type { OutputFile } from '../disk/output-folder.ts';
import type { NamedChart } from '../report/charts/spec.ts';
import { type Shown, type ViewName, viewFor } from '../report/index.ts';
import { formatTable } from '../report/tables/table.ts';
import type { Drawing } from './drawing-options.ts';
import type { Io } from './io.ts';
import { pictureOf, underTitle } from './picture.ts';
import { writeOutputs } from './write-outputs.ts';

/** What a command writes beside what the view of its result has. */
export interface Besides {
  readonly files: readonly OutputFile[];
  readonly charts: readonly NamedChart[];
}

/**
 * Writes what `--out` asks for: the result as JSON, tables beside it, and its charts, which it returns. All
 * charts are drawn before anything is written, so that one which does not fit its size leaves nothing behind.
 * What an earlier run wrote there and this one does not is removed. `besides`: further files and charts. The
 * folder is there. Throws BadInput.
 */
export async function writeResult<Name extends ViewName>(
  io: Io,
  name: Name,
  result: Shown<Name>,
  folder: string,
  drawing: Drawing,
  besides: Besides = { files: [], charts: [] },
): Promise<readonly NamedChart[]> {
  const view = await viewFor(name);
  const charts = [...view.charts(result), ...besides.charts].map(({ file, spec }) => ({
    file,
    spec: underTitle(spec, drawing.title),
  }));
  const files: OutputFile[] = [['result.json', view.file(result)], ...besides.files];
  for (const [name, table] of view.csvFiles(result)) files.push([`${name}.csv`, formatTable(table, 'csv')]);
  for (const { file, spec } of charts) {
    for (const kind of drawing.kinds) files.push([`${file}.${kind}`, await pictureOf(spec, kind, drawing)]);
  }
  for (const { file } of charts) io.note(`writing ${join(folder, file)}.${listText(drawing.kinds)}`);
  await writeOutputs(io, folder, files);
  return charts;
}

/** `png`, `png and .svg`, `png, .svg and .pdf`. */
function listText(kinds: Drawing['kinds']): string {
  const [last, ...others] = kinds.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(', .')} and .${last}`;
}
