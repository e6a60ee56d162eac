import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonSchema, schemaText } from '../../src/cli/schemas.ts';
import { configKinds, listPresets, loadPreset } from '../../src/config/presets.ts';
import { loadSweepSpec } from '../../src/explore/space/load-spec.ts';
import { loadDesign } from '../../src/published/load-design.ts';
import {
  loadAccelerator,
  loadDevice,
  loadResourceCosts,
  loadTechnology,
  loadWorkload,
} from '../../src/run/load-config.ts';

const load = {
  accelerator: loadAccelerator,
  workload: loadWorkload,
  device: loadDevice,
  technology: loadTechnology,
  'resource-costs': loadResourceCosts,
  design: loadDesign,
  sweep: loadSweepSpec,
};
const shipped = configKinds.flatMap((kind) => listPresets(kind).map((name) => [kind, name] as const));

describe('the generated JSON Schemas', () => {
  it.each(configKinds)('%s is in step with the code (npm run schemas)', (kind) => {
    const file = new URL(`../../configs/schemas/${kind}.schema.json`, import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(schemaText(kind));
  });

  it.each(configKinds)('%s is of draft 2020-12 and says what it is for', (kind) => {
    expect(jsonSchema(kind)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: `bbsim ${kind}`,
    });
  });
});

describe('the shipped configurations', () => {
  it.each(shipped)('%s %s fits its schema', (kind, name) => {
    expect(load[kind](name).name).toBe(name);
  });

  it.each(shipped)('%s %s tells editors its schema, by a path that exists', (kind, name) => {
    const { folder, text } = loadPreset(kind, name);
    const path = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1];
    expect(path).toBe(`../schemas/${kind}.schema.json`);
    expect(existsSync(join(folder, path ?? ''))).toBe(true);
    expect(dirname(join(folder, path ?? ''))).toMatch(/schemas$/);
  });
});
