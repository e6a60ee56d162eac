import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { outputFormats as formats } from '../../src/cli/options.ts';
import { printResult } from '../../src/cli/print-result.ts';
import type { CosimResult } from '../../src/cosim/cosim-case.ts';
import { type Shown, type ViewName, viewFor, views } from '../../src/report/index.ts';
import type { Table } from '../../src/report/tables/table.ts';
import { studyBanks } from '../../src/study/banks/bank-study.ts';
import { studyBaselines } from '../../src/study/baselines/baseline-study.ts';
import { compareResult, runResult } from '../report/run/results.ts';
import { layerOf, modelOf, platformOf } from '../study/compare/designs.ts';

const commands = 'src/cli/commands';
const sources = readdirSync(commands).map((name) => readFileSync(`${commands}/${name}`, 'utf8'));

/** What a result is printed as. */
async function printed<Name extends ViewName>(name: Name, result: Shown<Name>, format: string) {
  let text = '';
  const io: Pick<Io, 'print' | 'wantsColour'> = {
    wantsColour: false,
    print: (part) => {
      text += part;
    },
  };
  await printResult(io as Io, name, result, format as (typeof formats)[number]);
  return text;
}

const space = { name: 'small', hash: '0123456789ab' };
const counts = { ok: 2, infeasible: 1, failed: 0 };
const damage = { torn: 0, damaged: [], damagedLines: 0 };
const skipped: CosimResult = { name: 'csr 4 x 8', cycles: 90, skipped: 'no tool' } as CosimResult;
const ran = {
  name: 'bbs 4 x 8',
  cycles: 90,
  tool: 'icarus',
  comparison: { first: null, quantities: [{ quantity: 'cycles', compared: 1, differing: 0 }] },
} as unknown as CosimResult;
const banks = studyBanks({
  bbs: platformOf({ kind: 'bbs', pes: 4, banks: 4 }),
  csr: platformOf({ kind: 'csr', pes: 4, banks: 4 }),
  model: modelOf([layerOf({ inputs: 12, hidden: 8 })]),
  workload: 'net',
  sparsity: 0.5,
  seed: '1',
  inputs: null,
  banks: [2, 4],
  constant: 'pes',
  onProgress: () => {},
});

const baselines = studyBaselines({
  platforms: [platformOf({ kind: 'bbs', pes: 4, banks: 4 }), platformOf({ kind: 'csr', pes: 4, banks: 4 })],
  presets: ['bbs', 'csr'],
  model: modelOf([layerOf({ inputs: 12, hidden: 8 })]),
  workload: 'net',
  sparsity: 0.5,
  seed: '1',
  inputs: null,
  onProgress: () => {},
});

/** A result for some of the views. */
const shown = {
  run: runResult(),
  compare: compareResult([runResult(), runResult({ accelerator: 'bbs' })]),
  banks,
  baselines,
  listing: [{ kind: 'device', name: 'small', description: 'A small device' }],
  cases: {
    title: 'Random',
    results: [
      { index: 0, result: ran },
      { index: 1, result: skipped },
    ],
  },
  quantities: [ran],
  sweep: {
    space,
    summary: {
      points: 3,
      counts,
      constrained: 0,
      cut: 0,
      before: 0,
      reused: 0,
      fresh: 3,
      isInterrupted: false,
      damage,
    },
  } as Shown<'sweep'>,
} satisfies { [Name in ViewName]?: Shown<Name> };

describe('the commands', () => {
  it('print results through their views alone', () => {
    const texts = sources.join('\n');
    const used = [...texts.matchAll(/printResult\(io, '(\w+)'/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(Object.keys(views).sort());
    expect(texts).not.toMatch(/jsonText|printTables/);
    // An answer that is exported to a file is no print.
    expect(sources.filter((source) => source.includes('formatTable'))).toHaveLength(1);
  });
});

describe.each(Object.keys(shown) as (keyof typeof shown)[])('a result of %s', (name) => {
  it('is printed in every format', async () => {
    expect(await printed(name, shown[name], 'table')).toMatch(/^─+/m);
    expect(await printed(name, shown[name], 'markdown')).toMatch(/^\| *:?-+:? *\|/m);
    expect(await printed(name, shown[name], 'csv')).toContain('\r\n');
    expect(JSON.parse(await printed(name, shown[name], 'json'))).toBeTypeOf('object');
    expect(formats).toHaveLength(4);
  });

  it('has every table and every chart in one section', async () => {
    const view = await viewFor<ViewName>(name);
    const result = shown[name] as Shown<ViewName>;
    const sections = view.sections(result);
    const titles = (tables: readonly Table[]) => tables.map(({ title }) => title);
    expect(titles(sections.flatMap(({ tables }) => tables))).toEqual(titles(view.tables(result, 10)));
    const files = sections.flatMap(({ charts }) => charts.map(({ file }) => file));
    expect(files.sort()).toEqual(
      view
        .charts(result)
        .map(({ file }) => file)
        .sort(),
    );
  });
});

describe('the charts of a result', () => {
  it('are those of its view', async () => {
    expect((await viewFor('compare')).charts(shown.compare).map(({ file }) => file)).toEqual([
      'latency-by-area',
      'area',
      'stalls',
      'energy',
      'energy-by-component',
      'conflicts-csr',
    ]);
    expect((await viewFor('banks')).charts(banks)).toHaveLength(4);
    const ofRun = (await viewFor('run')).charts(shown.run);
    expect(ofRun.map(({ file }) => file)).toEqual(['stalls', 'energy', 'area', 'pes']);
  });
});
