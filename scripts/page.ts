// Builds what the pages of `bbsim report` and `bbsim view` run into dist/page/page.js, one file that needs
// nothing else, and joins its styles into dist/page/page.css.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

await build({
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
});
/** In the order in which they count: of equals the later wins. */
const styles = ['page', 'tables', 'figures', 'pictures', 'parts/sweep/sweep', 'print'].map((name) =>
  readFileSync(join(root, `src/page/${name}.css`), 'utf8'),
);
writeFileSync(join(root, 'dist/page/page.css'), styles.join('\n'));
