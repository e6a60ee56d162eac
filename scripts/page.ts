// Builds what the pages of `bbsim report` and `bbsim view` run into dist/page/page.js, one file that needs
// nothing else, and joins its styles into dist/page/page.css.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';
import { licencesText, packageLine, packageOf } from './licences.ts';
import { pictureRules } from './picture-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const built = (await build({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  // A library's build leaves this to whoever uses it: a page has no `process`.
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: 'dist/page',
    emptyOutDir: true,
    target: 'es2022',
    lib: {
      entry: join(root, 'src/page/main.ts'),
      formats: ['iife'],
      name: 'bbsim',
      fileName: () => 'page.js',
    },
  },
})) as Rollup.RollupOutput[];
/** In the order in which they count: of equals the later wins. */
const styles = [
  'page',
  'tables',
  'figures',
  'pictures',
  'parts/sweep/sweep',
  'parts/sweep/charts',
  'print',
].map((name) => readFileSync(join(root, `src/page/${name}.css`), 'utf8'));
// The palette comes first: a dark page has other colours for some of it.
writeFileSync(join(root, 'dist/page/page.css'), [pictureRules(), ...styles].join('\n'));

/** The packages in the script; what is written with each page names them. */
const packages = new Set(
  built.flatMap(({ output }) =>
    output.flatMap((chunk) =>
      chunk.type === 'chunk' ? chunk.moduleIds.flatMap((id) => packageOf(id) ?? []) : [],
    ),
  ),
);
const script = join(root, 'dist/page/page.js');
writeFileSync(
  script,
  `/*! With ${[...packages].sort().map(packageLine).join(', ')}. */\n${readFileSync(script, 'utf8')}`,
);
writeFileSync(join(root, 'dist/page/LICENSES.txt'), licencesText('What is in the script of pages', packages));
