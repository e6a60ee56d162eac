import { importsOf, type Source } from './source.ts';

/** What a folder of src/ may import, from docs/architecture.md: everything points downwards. `index` is index.ts. */
const folders: Readonly<Record<string, readonly string[]>> = {
  num: [],
  sim: [],
  bbs: ['num'],
  lstm: ['num', 'bbs'],
  hw: ['num', 'sim', 'bbs', 'lstm'],
  energy: ['num', 'hw'],
  study: ['num', 'sim', 'bbs', 'lstm', 'hw', 'energy'],
  cosim: ['num', 'sim', 'bbs', 'lstm', 'hw', 'energy', 'study'],
  report: ['num', 'hw', 'study', 'cosim'],
  cli: ['num', 'sim', 'bbs', 'lstm', 'hw', 'energy', 'study', 'cosim', 'report'],
  index: ['num', 'sim', 'bbs', 'lstm', 'hw', 'energy', 'study', 'cosim', 'report'],
};

/** Where a package or a module of Node may be imported: files, or folders with a `/` at the end. */
const modules: Readonly<Record<string, readonly string[]>> = {
  seedrandom: ['num/random.ts'],
  commander: ['cli/'],
  'chart.js': ['report/charts/'],
  'chartjs-node-canvas': ['report/charts/canvas.ts'],
  canvas: ['report/charts/canvas.ts'],
  'dejavu-fonts-ttf': ['report/charts/canvas.ts'],
  'cli-table3': ['report/tables/table-terminal.ts'],
  picocolors: ['report/tables/table-terminal.ts'],
  fflate: ['bbs/files/'],
  yaml: ['study/config/'],
  'fastest-levenshtein': ['config/wording.ts'],
  'node:fs': [
    'config/text-file.ts',
    'config/presets.ts',
    'config/version.ts',
    'cosim/sources.ts',
    'cosim/scratch-folder.ts',
    'cosim/tools.ts',
    'cli/io.ts',
    'study/store/',
    'explore/query/sql.ts',
  ],
  'node:fs/promises': [
    'study/store/',
    'study/cluster/',
    'explore/query/sql.ts',
    'disk/output-files.ts',
    'cosim/run-bench.ts',
    'cosim/scratch-folder.ts',
    'cosim/synthesis/synthesise.ts',
  ],
  tinypool: ['explore/engine/pool.ts'],
  jsep: ['explore/expression/expression.ts'],
  'cli-progress': ['cli/progress.ts'],
  'hyparquet-writer': ['explore/query/parquet.ts'],
  '@duckdb/node-api': ['explore/query/sql.ts'],
  'node:v8': ['explore/engine/reclaim.ts'],
  'node:vm': ['explore/engine/reclaim.ts'],
  'node:zlib': ['explore/store/record-line.ts'],
  'node:path': [
    'study/store/',
    'study/cluster/',
    'study/query/',
    'explore/space/load-space.ts',
    'study/config/',
    'disk/output-files.ts',
    'cosim/',
    'cli/',
  ],
  'node:url': ['config/presets.ts', 'cosim/sources.ts'],
  'node:os': ['study/store/', 'explore/engine/pool.ts', 'explore/query/sql.ts', 'cosim/scratch-folder.ts'],
  'node:child_process': ['explore/cluster/slurm-commands.ts', 'cosim/scratch-folder.ts'],
  '@yowasp/yosys': ['cosim/npm-simulator/elaborate.ts', 'cosim/tools.ts'],
  'node:crypto': ['study/'],
  'node:module': ['report/charts/canvas.ts', 'cosim/tools.ts'],
  // Where a schema is defined, and the machinery that checks files against schemas and explains what zod found.
  zod: [
    'energy/technology.ts',
    'energy/resource-costs.ts',
    'energy/device.ts',
    'energy/figure.ts',
    'lstm/workload.ts',
    'hw/config/config.ts',
    'published/parameter.ts',
    'published/bbs/parameters.ts',
    'published/brds/parameters.ts',
    'published/c-lstm/parameters.ts',
    'published/delta/parameters.ts',
    'published/delta-rnn/parameters.ts',
    'published/ese/parameters.ts',
    'published/spartus/parameters.ts',
    'energy/published-power.ts',
    'published/design.ts',
    'hw/config/config-fields.ts',
    'hw/config/config-memory.ts',
    'hw/config/config-pattern.ts',
    'run/result.ts',
    'explore/space/spec.ts',
    'explore/space/axis.ts',
    'explore/store/manifest.ts',
    'run/load-config.ts',
    'config/problems.ts',
    'config/schema-fields.ts',
    'cli/schemas.ts',
    'config/yaml-file.ts',
  ],
};

/** The imports of a file that point the wrong way, one sentence each. */
export function wrongImports(source: Source): string[] {
  const { path } = source;
  const folder = folderOf(path);
  return importsOf(source).flatMap(({ line, module, path: target, isType }) => {
    const wrong = `${path}:${line} imports ${module}`;
    if (target === null) {
      const allowed = modules[packageOf(module)] ?? [];
      return allowed.some((place) => isAt(path, place)) ? [] : [wrong];
    }
    if (target.startsWith('..')) return [`${wrong}, which is not in src/`];
    const to = folderOf(target);
    if (to === folder && to !== 'index') return [];
    if (!folders[folder]?.includes(to)) return [wrong];
    // Reports read results; they must not run anything.
    return folder === 'report' && (to === 'study' || to === 'cosim') && !isType
      ? [`${wrong}, more than a type`]
      : [];
  });
}

/** `chart.js/auto` is part of chart.js, `@a/b/c` of `@a/b`; modules of Node are taken whole. */
function packageOf(module: string): string {
  if (module.startsWith('node:')) return module;
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : path.replace(/\.ts$/, '');
}

function isAt(path: string, place: string): boolean {
  return place.endsWith('/') ? path.startsWith(place) : path === place;
}

/** One cycle of imports, type imports included, as the paths on it; null without any. */
export function importCycle(sources: readonly Source[]): string[] | null {
  const edges = new Map(
    sources.map((source) => [source.path, importsOf(source).flatMap(({ path }) => path ?? [])]),
  );
  const finished = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): string[] | null => {
    if (finished.has(path)) return null;
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    trail.push(path);
    for (const next of edges.get(path) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    trail.pop();
    finished.add(path);
    return null;
  };
  for (const path of edges.keys()) {
    const cycle = visit(path);
    if (cycle) return cycle;
  }
  return null;
}

/** Places of one machine: absolute paths, folders beside the project, and addresses of registries and of bare hosts. */
const machinePlaces = [
  /(?<![\w.~-])\/(?:work|tmp|root|home)(?![\w-])/,
  /(?<![\w-])shared\//,
  /\bregistry\.[\w-]+\.\w+/,
  /\bhttps?:\/\/(?:localhost|\d+\.\d+\.\d+\.\d+)/,
];

/** The lines of a text that name a place of the machine it was written on. */
export function machinePaths(text: string): string[] {
  return text.split('\n').filter((line) => machinePlaces.some((place) => place.test(line)));
}
