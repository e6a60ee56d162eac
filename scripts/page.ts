// Builds what the pages of `bbsim report` and `bbsim view` run into dist/page/page.js, one file that needs
// nothing else; its styles are those below, after each other.
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
const styles = ['src/page/page.css', 'src/page/parts/sweep/sweep.css'];
writeFileSync(
  join(root, 'dist/page/page.css'),
  styles.map((path) => readFileSync(join(root, path), 'utf8')).join('\n'),
);
