// Writes configs/schemas/*.schema.json and configs/patterns.json from the schemas and records of the code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { patternsText, schemaText } from '../src/cli/schemas.ts';
import { configKinds } from '../src/config/presets.ts';

const folder = new URL('../configs/schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const kind of configKinds) {
  writeFileSync(new URL(`${kind}.schema.json`, folder), schemaText(kind));
  console.log(`configs/schemas/${kind}.schema.json`);
}
writeFileSync(new URL('../configs/patterns.json', import.meta.url), patternsText());
console.log('configs/patterns.json');
