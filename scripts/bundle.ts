// Bundles the program for a quick start, the library and the threads of sweeps and of served pages into
// dist/bundle: what a command does not need, it does not load. The compiler adds the types of the library
// (`npm run build`).
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { licencesText, packageOf } from './licences.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'dist', 'bundle');

/**
 * Packages that find files of their own beside them, or hold native code: they are loaded from node_modules.
 */
const unbundled = [
  '@duckdb/node-api',
  '@napi-rs/canvas',
  '@yowasp/yosys',
  'chart.js',
  'dejavu-fonts-ttf',
  'tinypool',
];

/** Packages of CommonJS ask for modules of Node with `require`. */
const banner =
  "import { createRequire as createBundleRequire } from 'node:module';\nconst require = createBundleRequire(import.meta.url);";

/** The messages of zod in other languages: a third of it, and ours are in English. */
const withoutLanguages: Plugin = {
  name: 'without-languages',
  setup({ onLoad }) {
    onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({ contents: 'export {};' }));
  },
};

/** chartjs-node-canvas looks for the package canvas when it runs; here it is given the one in the bundle. */
const canvasInside: Plugin = {
  name: 'canvas-inside',
  setup({ onLoad }) {
    onLoad({ filter: /chartjs-node-canvas\/dist\/freshRequire\.js$/ }, () => ({
      contents: "exports.freshRequire = () => require('canvas');",
    }));
  },
};

rmSync(folder, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    main: 'src/cli/main.ts',
    index: 'src/index.ts',
    worker: 'src/explore/engine/worker.ts',
    'page-worker': 'src/cli/page/page-worker.ts',
  },
  outdir: folder,
  bundle: true,
  splitting: true,
  chunkNames: '[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Whoever installs the package gets no package named canvas, which would build native code:
  // docs/decisions/002-local-canvas-package.md.
  alias: { canvas: './packages/canvas/index.js' },
  external: unbundled.flatMap((name) => [name, `${name}/*`]),
  banner: { js: banner },
  plugins: [withoutLanguages, canvasInside],
  minifySyntax: true,
  minifyWhitespace: true,
  // A fault of the program shows the line it is on.
  lineLimit: 110,
  metafile: true,
  logLevel: 'warning',
});

/** The packages that are part of the bundle. */
const bundled = new Set(Object.keys(metafile.inputs).flatMap((path) => packageOf(path) ?? []));

writeFileSync(join(folder, 'LICENSES.txt'), licencesText('What is bundled with bbsim', bundled));
