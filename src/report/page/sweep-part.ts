import type { PointCommands } from '../../explore/commands/point-commands.ts';
import type { Results } from '../../explore/query/results.ts';
import { acceleratorPlaces } from '../accelerator-places.ts';
import type { PageFacts, SweepData } from './page-data.ts';
import { sweepColumns } from './sweep-columns.ts';
import { firstViews } from './sweep-views.ts';

/** No point has a command. */
const noCommands = (count: number): PointCommands => ({
  templates: [],
  places: Array.from({ length: count }, () => -1),
  rests: Array.from({ length: count }, () => ''),
  where: null,
  bases: {},
});

/** The accelerators whose points have a colour each. */
function acceleratorsOf({ columns, constants }: Pick<SweepData, 'columns' | 'constants'>): readonly string[] {
  const data = columns.find(({ name }) => name === 'accelerator')?.data;
  if (data?.kind === 'words') return data.words;
  return [constants.find(({ title }) => title === 'accelerator')?.text ?? 'points'];
}

/**
 * The points of a sweep for its page, column by column. `commands` are those of the rows; null: there are
 * none.
 */
export function sweepPart(
  results: Pick<Results, 'manifest' | 'columns' | 'rows'>,
  { configHash, toolVersion, inputDate }: PageFacts,
  commands: PointCommands | null,
): SweepData {
  const { manifest, rows } = results;
  const withStatus = (status: string) => rows.filter((row) => row.status === status).length;
  const { columns, constants } = sweepColumns(results);
  const { bases, ...lines } = commands ?? noCommands(rows.length);
  return {
    part: 'sweep',
    title: manifest.name,
    subtitle: manifest.kind === 'sweep' ? 'Points of the sweep' : 'Designs of the search',
    configHash,
    toolVersion,
    inputDate,
    count: rows.length,
    points: {
      all: manifest.points,
      ok: withStatus('ok'),
      infeasible: withStatus('infeasible'),
      failed: withStatus('failed'),
    },
    columns,
    seriesPlaces: acceleratorPlaces(acceleratorsOf({ columns, constants })),
    constants,
    shown: firstViews(columns),
    commands: lines,
    bases,
  };
}
