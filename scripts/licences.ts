import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));

/** The package that a file of node_modules belongs to; null: it lies elsewhere. */
export function packageOf(path: string): string | null {
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1] ?? null;
}

/** What a package is, in a line: `echarts 6.1.0 (Apache-2.0)`. */
export function packageLine(name: string): string {
  const { version, license } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
  return `${name} ${version} (${license})`;
}

/** The licence of a package, and the notice that belongs to it, which must go where its code goes. */
function licenceOf(name: string): string {
  const at = join(modules, name);
  const texts = textsIn(at).map((path) => readFileSync(path, 'utf8').trim());
  return `${packageLine(name)}\n\n${texts.join('\n\n')}\n`;
}

/** Licences and notices in a folder, and in its folder of those. */
function textsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => /^(?:licen[cs]e|notice)/i.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? textsIn(path) : [path];
    });
}

/** The text of a file that lies beside code with packages in it. */
export function licencesText(title: string, packages: Iterable<string>): string {
  return `${title}:\n\n${[...packages].sort().map(licenceOf).join('\n----\n\n')}`;
}
