import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonSchema, patternsText, schemaText } from '../../src/cli/schemas.ts';
import { configKinds, listPresets, loadPreset } from '../../src/config/presets.ts';
import { replaceFiles } from '../../src/disk/output-folder.ts';
import { loadSweepSpec } from '../../src/explore/space/load-spec.ts';
import { loadDesign } from '../../src/published/load-design.ts';
import {
  loadAccelerator,
  loadDevice,
  loadResourceCosts,
  loadStageDelays,
  loadTechnology,
  loadWorkload,
} from '../../src/run/load-config.ts';

import { folder, put, session } from './session.ts';

const load = {
  accelerator: loadAccelerator,
  workload: loadWorkload,
  device: loadDevice,
  technology: loadTechnology,
  'resource-costs': loadResourceCosts,
  'stage-delays': loadStageDelays,
  design: loadDesign,
  sweep: loadSweepSpec,
};
const shipped = configKinds.flatMap((kind) => listPresets(kind).map((name) => [kind, name] as const));

describe('the generated JSON Schemas', () => {
  it.each(configKinds)('%s is in step with the code (npm run schemas)', (kind) => {
    const file = new URL(`../../configs/schemas/${kind}.schema.json`, import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(schemaText(kind));
  });

  it('and the list of patterns is in step with their records', () => {
    const file = new URL('../../configs/patterns.json', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(patternsText());
  });

  it.each(configKinds)('%s is of draft 2020-12 and says what it is for', (kind) => {
    expect(jsonSchema(kind)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: `bbsim ${kind}`,
    });
  });
});

describe('schema --write', () => {
  const here = folder();

  it('writes all schemas into a folder of the user, again after an update, and prints how files name them', async () => {
    const out = join(here, 'own');
    const first = await session('schema', '--write', out);
    for (const kind of configKinds) {
      const path = join(out, `${kind}.schema.json`);
      expect(readFileSync(path, 'utf8')).toBe(schemaText(kind));
      expect(first.out).toContain(`\n# yaml-language-server: $schema=${path}`);
    }
    // As an earlier version would have written it.
    await replaceFiles(out, [['workload.schema.json', '{}']]);
    expect(await session('schema', '--write', out)).toMatchObject({ code: 0, out: first.out });
    expect(readFileSync(join(out, 'workload.schema.json'), 'utf8')).toBe(schemaText('workload'));
  });

  it.each(['that is the user’s', 'that the user has changed', 'that is a folder'])(
    'leaves a file %s, and writes nothing',
    async (whose) => {
      const out = join(here, whose);
      if (whose.includes('changed')) await session('schema', '--write', out);
      else mkdirSync(out);
      const path = join(out, 'sweep.schema.json');
      if (whose.includes('folder')) mkdirSync(path);
      else writeFileSync(path, '{"mine": true}\n');
      const before = readdirSync(out);
      const { code, err } = await session('schema', '--write', out);
      expect(err).toBe(
        `bbsim: ${path} is there and was not written by bbsim, or was changed since: move it, or name another folder\n`,
      );
      expect([code, readdirSync(out)]).toEqual([2, before]);
    },
  );
});

describe('a workload file', () => {
  const here = folder();
  const run = (path: string) => session('run', path, '--no-values', '--format', 'json');

  it('has the name of its file, and no more than its layers to say', async () => {
    const path = put(here, 'three.yaml', 'layers: {repeat: 3, inputs: 24, hidden: 32}\n');
    const { workload, layers } = JSON.parse((await run(path)).out);
    expect([workload, layers.length]).toEqual(['three', 3]);
  });

  it('with the fields of a layer at the top is told where they belong', async () => {
    const path = put(here, 'flat.yaml', 'hidden: 32\n');
    const { code, err } = await run(path);
    expect(code).toBe(2);
    expect(err).toContain('flat.yaml:1:1 layers: missing, expected a list or a mapping of fields');
    expect(err).toContain('flat.yaml:1:1: unknown field `hidden`: a field of `layers`, as in layers: {');
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
