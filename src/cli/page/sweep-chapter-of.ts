import { join } from 'node:path';
import { listPresets } from '../../config/presets.ts';
import { check } from '../../config/problems.ts';
import { dotted } from '../../config/wording.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { pointCommands } from '../../explore/commands/point-commands.ts';
import { withNumbers } from '../../explore/query/columns.ts';
import { defectsOf } from '../../explore/query/completeness.ts';
import { frontRows } from '../../explore/query/objective.ts';
import { query } from '../../explore/query/query.ts';
import { type Results, readResults } from '../../explore/query/results.ts';
import { SweepSchema } from '../../explore/space/spec.ts';
import { type AskedSweep, sweepChapter } from '../../report/page/chapters/sweep-chapter.ts';
import type { PageChapter } from '../../report/page/document.ts';
import { loadAccelerator } from '../../run/load-config.ts';
import { contextOf } from './context.ts';
import { strangeValue } from './strange-value.ts';

/** What a designer weighs against each other first. */
const objectives = ['latency_us', 'energy_uj'] as const;

/** The chapter of a directory that a sweep or a search fills. Throws BadInput for one that cannot be read. */
export async function chapterOfStore(folder: string): Promise<PageChapter> {
  const results = await readResults(folder);
  const { manifest, rows } = results;
  const strange = strangeValue(manifest.spec);
  if (strange !== null)
    throw new BadInput(
      `${join(folder, 'sweep.json')}: ${dotted(['spec', ...strange.path])}: ${strange.message}`,
    );
  const asked: AskedSweep = {
    results,
    commands: pointCommands(manifest, rows),
    front: await frontOfStore(results),
    sensitivity: await sensitivityOf(results),
    remarks: defectsOf(results),
  };
  return sweepChapter(asked, contextOf({ version: manifest.version, ...standsOn(results) }));
}

async function frontOfStore(results: Results): Promise<AskedSweep['front']> {
  if (withNumbers(results.rows, objectives).length === 0) return null;
  const rows = frontRows(
    results.rows,
    objectives.map((name) => ({ name, isMaximised: false })),
  );
  const question = { kind: 'pareto', objectives: objectives.join(','), isDistinct: true } as const;
  return { rows, answer: await query(results, { question, where: null, columns: null }) };
}

/** Which axis matters for the latency, where any differs among the points that were simulated. */
async function sensitivityOf(results: Results): Promise<AskedSweep['sensitivity']> {
  const rows = withNumbers(results.rows, ['latency_us']);
  const axes = results.columns.filter(({ role }) => role === 'axis');
  const differs = axes.some(({ name }) => rows.some((row) => row[name] !== rows[0][name]));
  if (!differs) return null;
  const question = { kind: 'sensitivity', metric: 'latency_us' } as const;
  return query(results, { question, where: null, columns: null });
}

/** Devices and technologies of the presets that the points change, and of the axes. */
function standsOn(results: Results): {
  readonly devices: readonly string[];
  readonly technologies: readonly string[];
} {
  const { spec } = results.manifest;
  const checked = check(SweepSchema, spec);
  const uses = 'config' in checked ? checked.config.accelerators : [];
  const configs = uses
    .map((entry) => (typeof entry === 'string' ? entry : entry.use))
    .filter((name) => listPresets('accelerator').includes(name))
    .map((name) => loadAccelerator(name).config);
  const each = (names: readonly string[]): string[] => [...new Set(names)];
  const axis = (name: 'device' | 'technology') => {
    const found = namesIn(results, name);
    return each(found.length > 0 ? found : configs.map((config) => config[name]));
  };
  return { devices: axis('device'), technologies: axis('technology') };
}

/** The names in a column, each once; none where it is no column. */
function namesIn({ columns, rows }: Results, name: string): string[] {
  if (!columns.some((column) => column.name === name)) return [];
  return [...new Set(rows.flatMap((row) => (typeof row[name] === 'string' ? [row[name]] : [])))];
}
