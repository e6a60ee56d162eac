/**
 * A folder of src/, or a file that stands above its neighbours, and what it may
 * import besides its own folder.
 */
export interface Row {
  readonly place: string;
  /** Rows that stand above this one; with `/` at the end a room and everything in it. */
  readonly imports: readonly string[];
}

const row = (place: string, imports = ''): Row => ({ place, imports: imports.split(' ').filter(Boolean) });

/**
 * The rooms of docs/architecture.md, one row for each second-level folder, and one for the kinds of array,
 * which the rest of the array does not know. A room's own row holds the files that lie loose in it. A row may
 * name only rows above it, so no arrow points up and no two folders import each other.
 */
export const rooms: readonly Row[] = [
  row('errors'),
  row('num'),
  row('sim'),
  row('disk', 'errors'),
  row('disk/lock', 'errors num'),
  row('config', 'errors'),
  row('tensors/tensor-file.ts'),
  row('tensors/named-shape.ts'),
  row('tensors/plain-bytes.ts', 'tensors/tensor-file.ts'),
  row('tensors/joined-bytes.ts'),
  row('tensors/zip', 'errors tensors/joined-bytes.ts'),
  row('tensors/elements', 'errors tensors/tensor-file.ts'),
  row('tensors/tensor-changes.ts', 'errors tensors/named-shape.ts tensors/tensor-file.ts'),
  row(
    'tensors/npy',
    'errors tensors/named-shape.ts tensors/elements tensors/zip tensors/tensor-file.ts tensors/tensor-changes.ts',
  ),
  row('tensors/companion-path.ts', 'errors tensors/named-shape.ts'),
  row('tensors/json-bytes.ts'),
  row('tensors/json-scanner.ts', 'errors tensors/json-bytes.ts tensors/named-shape.ts'),
  row('tensors/tensor-table.ts', 'errors tensors/named-shape.ts tensors/tensor-file.ts'),
  row(
    'tensors/onnx',
    'errors tensors/joined-bytes.ts tensors/elements tensors/named-shape.ts tensors/tensor-file.ts tensors/companion-path.ts tensors/tensor-changes.ts',
  ),
  row(
    'tensors/safetensors',
    'errors tensors/named-shape.ts tensors/tensor-file.ts tensors/elements tensors/companion-path.ts tensors/json-bytes.ts tensors/json-scanner.ts tensors/tensor-changes.ts tensors/tensor-table.ts',
  ),
  row(
    'tensors/json',
    'errors tensors/named-shape.ts tensors/tensor-file.ts tensors/elements tensors/json-bytes.ts tensors/json-scanner.ts tensors/tensor-changes.ts tensors/tensor-table.ts',
  ),
  row(
    'tensors/hdf5',
    'errors tensors/joined-bytes.ts tensors/zip tensors/elements tensors/named-shape.ts tensors/tensor-file.ts',
  ),
  row('tensors/keras', 'errors tensors/zip tensors/hdf5 tensors/tensor-file.ts'),
  row('tensors/pytorch/pickle', 'errors tensors/named-shape.ts'),
  row(
    'tensors/pytorch',
    'errors tensors/zip tensors/elements tensors/tensor-file.ts tensors/tensor-table.ts tensors/tensor-changes.ts tensors/named-shape.ts tensors/pytorch/pickle',
  ),
  row('tensors/foreign', 'errors tensors/npy tensors/pytorch tensors/named-shape.ts'),
  row('tensors', 'errors tensors/'),
  row('bbs', 'errors num tensors'),
  row('bbs/formats', 'errors num bbs'),
  row('bbs/patterns', 'errors config bbs bbs/formats'),
  row('bbs/criteria', 'errors num bbs bbs/patterns'),
  row('lstm/weights', 'errors tensors/'),
  row('lstm/weights/keras', 'errors tensors/ lstm/weights'),
  row('lstm/weights/onnx', 'errors tensors/ lstm/weights'),
  row('lstm/weights/frameworks.ts', 'lstm/weights lstm/weights/keras lstm/weights/onnx'),
  row('lstm/weights/choose-model.ts', 'errors tensors/ lstm/weights lstm/weights/frameworks.ts'),
  row('lstm', 'errors num bbs lstm/weights'),
  row('lstm/program', 'lstm'),
  row('lstm/cells', 'num bbs lstm lstm/weights lstm/program'),
  row('lstm/seeded-model.ts', 'num lstm lstm/cells'),
  row('lstm/model-from-tensors.ts', 'lstm lstm/weights lstm/cells'),
  row('lstm/workload-layers.ts', 'lstm lstm/cells'),
  row('lstm/workload.ts', 'lstm lstm/workload-layers.ts'),
  row('lstm/lower-layer.ts', 'lstm lstm/cells lstm/program'),
  row('lstm/reference-fixed.ts', 'num lstm lstm/cells'),
  row('lstm/reference-float.ts', 'lstm lstm/cells'),
  row('hw/config', 'num config bbs/patterns'),
  row('hw/element-wise', 'num lstm/program'),
  row('hw/array', 'errors num sim bbs bbs/formats hw/config'),
  row('hw/array/kinds', 'errors num config bbs bbs/formats hw/config hw/array'),
  row('hw/sequencer', 'num sim lstm/ hw/config hw/array hw/element-wise'),
  row('hw/accounts', 'num sim lstm/ hw/config hw/array hw/sequencer'),
  row('hw/trace', 'sim lstm/ hw/config hw/array hw/sequencer hw/accounts'),
  row('energy', 'errors num config hw/accounts'),
  row('energy/clock', 'hw/accounts energy'),
  row('run', 'errors num config tensors/ bbs/ lstm/ hw/ energy/'),
  row('study/compare', 'errors num config bbs/patterns lstm/ hw/ energy/ run'),
  row('study/banks', 'errors num config bbs/ lstm/ hw/ run study/compare'),
  row('study/baselines', 'config lstm/ num hw/ run study/compare'),
  row('study/diff', 'errors config run'),
  row('study/explain', 'errors num config bbs bbs/patterns lstm/ hw/ energy/ run'),
  row('study/inspect', 'errors num config tensors/ bbs/ lstm/ hw/ run'),
  row('study/patterns', 'errors config num bbs/ lstm run study/compare study/inspect'),
  row(
    'study/prune',
    'errors num config tensors/plain-bytes.ts tensors/tensor-file.ts tensors/named-shape.ts tensors bbs/ lstm/ hw/config run',
  ),
  row('published', 'errors num config energy hw/element-wise lstm/ bbs run'),
  row('published/delta', 'errors num config bbs/formats lstm/ hw/ energy published'),
  row('published/edge-drnn', 'errors num config bbs lstm published published/delta'),
  row('published/ese', 'errors num config bbs/ lstm/ hw/ energy published published/delta'),
  row('published/c-lstm', 'errors config bbs/ lstm/ energy published'),
  row('published/delta-rnn', 'num config bbs/ lstm/ hw/ published published/delta'),
  row('published/spartus', 'num config bbs/ lstm/ published published/delta'),
  row('published/brds', 'config energy/ run published'),
  row('published/bbs', 'errors config hw/ run study/compare published'),
  row(
    'published/index.ts',
    'published published/ese published/c-lstm published/delta-rnn published/edge-drnn published/spartus published/brds published/bbs',
  ),
  row('published/load-design.ts', 'config published published/index.ts'),
  row(
    'published/reproduce.ts',
    'errors num config run published published/index.ts published/load-design.ts',
  ),
  row('published/latencies.ts', 'energy published/index.ts published/load-design.ts'),
  row('explore/search', 'num'),
  row('explore/store', 'errors num disk/ config'),
  row('explore/expression', 'errors config explore/store'),
  row('explore/space', 'errors num config energy lstm/ hw/ run explore/store explore/expression'),
  row('explore/engine', 'errors num config lstm/ hw/ energy/ run explore/store explore/space'),
  row('explore/query', 'errors config run explore/store explore/expression explore/space explore/search'),
  row(
    'explore/optimize',
    'errors num config run explore/store explore/expression explore/space explore/engine explore/query explore/search',
  ),
  row('explore/cluster', 'errors disk explore/store explore/space explore/engine'),
  row('cosim/bench', 'errors config'),
  row('cosim/npm-simulator', 'errors cosim/bench'),
  row('cosim', 'errors num bbs lstm/ hw/ run cosim/bench cosim/npm-simulator'),
  row('cosim/measured', 'errors config bbs bbs/formats hw/array published/ese published/edge-drnn'),
  row('cosim/synthesis', 'errors hw/accounts hw/array/kinds energy cosim cosim/bench cosim/npm-simulator'),
  row('cosim/placement', 'errors cosim/bench'),
  row('report/tables'),
  row('report/charts', 'errors report/tables'),
  row('report/view.ts', 'report/tables report/charts'),
  row('report/step-words.ts', 'run'),
  row('report/kept-columns.ts', 'report/tables'),
  row('report/listing', 'report/view.ts report/tables'),
  row(
    'report/run',
    'report/view.ts report/step-words.ts bbs/formats hw/config run report/tables report/charts',
  ),
  row('report/compare', 'report/view.ts report/step-words.ts run report/tables report/charts report/run'),
  row(
    'report/banks',
    'report/view.ts report/step-words.ts run study/banks report/tables report/charts report/run',
  ),
  row(
    'report/baselines',
    'report/view.ts report/step-words.ts study/baselines report/tables report/charts report/run',
  ),
  row(
    'report/explain',
    'report/view.ts report/step-words.ts study/explain report/tables report/charts report/run',
  ),
  row('report/inspect', 'report/view.ts report/kept-columns.ts study/inspect report/tables report/charts'),
  row(
    'report/patterns',
    'report/view.ts report/step-words.ts report/kept-columns.ts study/inspect study/patterns report/tables report/charts report/inspect',
  ),
  row('report/diff', 'report/view.ts study/diff report/tables report/charts'),
  row('report/prune', 'report/view.ts study/prune report/tables'),
  row('report/published', 'report/view.ts published report/tables report/charts'),
  row('report/sweep', 'report/view.ts errors hw/accounts run explore/ report/tables report/charts'),
  row('report/cosim', 'report/view.ts cosim/ report/tables'),
  row(
    'report/index.ts',
    'report/run report/compare report/banks report/baselines report/patterns report/diff report/explain report/inspect report/published report/cosim report/sweep report/prune report/listing report/view.ts',
  ),
  row('report/page/page-data.ts'),
  row('report/page', 'run report/tables report/charts report/page/page-data.ts'),
  row('report/page/html', 'report/page/page-data.ts report/tables report/charts report/page'),
  row(
    'report/page/chapters',
    'run energy published/ explore/query report/view.ts report/index.ts report/tables report/charts report/run report/compare report/published report/sweep report/page',
  ),
  row('page', 'report/page/page-data.ts'),
  row('page/parts', 'page report/page/page-data.ts'),
  row('page/main.ts', 'page page/parts report/page/page-data.ts'),
  row('index.ts', 'errors num sim tensors/ bbs/ lstm/ hw/ energy/ run study/ published/ explore/ cosim/'),
  row(
    'cli',
    'errors disk config tensors/ bbs/patterns bbs/criteria lstm/ hw/ energy/ run study/explain study/prune published/ explore/ cosim/ report/',
  ),
  row('cli/completion', 'config bbs/patterns'),
  row('cli/page', 'errors disk config energy published/ study/ explore/ report/ run cli'),
  row(
    'cli/commands',
    'errors disk config bbs/patterns lstm/ hw/ energy run study/ published/ explore/ cosim/ report/ cli cli/completion cli/page',
  ),
  row('cli/program.ts', 'config cli cli/commands'),
  row('cli/command-line.ts', 'errors cli cli/program.ts'),
  row('cli/main.ts', 'report/tables cli cli/command-line.ts'),
];

/** Reports read results and run nothing: of these rooms they import types only. */
export const resultRooms: readonly string[] = ['run', 'study/', 'published/', 'explore/', 'cosim/'];
