import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseOverride } from '../../src/config/overrides.ts';
import { listPresets, loadPreset } from '../../src/config/presets.ts';
import { parseYaml } from '../../src/config/yaml-file.ts';
import { BadInput } from '../../src/errors/bad-input.ts';
import { AcceleratorSchema } from '../../src/hw/array/kinds/index.ts';
import { WorkloadSchema } from '../../src/lstm/workload.ts';
import { casesOf } from '../drawn.ts';

type Outcome = 'config' | 'refused';

/** What reading gives; a refusal must name the file or the override on every line. */
function outcome(text: string, sets: readonly string[] = []): Outcome {
  for (const schema of [AcceleratorSchema, WorkloadSchema]) {
    try {
      const config = parseYaml(text, 'f.yaml', schema, sets.map(parseOverride));
      expect(schema.safeParse(config).success).toBe(true);
      return 'config';
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      for (const line of error.message.split('\n'))
        expect(line).toMatch(/^(f\.yaml:|--set |\.\.\. and \d+ more)/);
    }
  }
  return 'refused';
}

const presets = listPresets('accelerator').map((name) => loadPreset('accelerator', name).text);
const punctuation = fc.constantFrom(
  ...'{}[]:,-?&*!|>%@`"\'#\n\t \\0~<=.',
  '\n---\n',
  '<<: ',
  '*a',
  '&a ',
  '!!int ',
  '\u0000',
  '\ud800',
);
const piece = fc.oneof(
  punctuation,
  fc.string({ maxLength: 4 }),
  fc.constantFrom('kind', 'bbs', 'timing', 'null', '1e99', '-1'),
);
const edit = fc.record({ at: fc.nat(2000), cut: fc.nat(6), paste: piece });

function mutate(text: string, edits: readonly { at: number; cut: number; paste: string }[]): string {
  return edits.reduce((now, { at, cut, paste }) => {
    const start = at % (now.length + 1);
    return now.slice(0, start) + paste + now.slice(start + cut);
  }, text);
}

const fieldNames = [
  'kind',
  'pes',
  'pattern',
  'timing',
  'ewop',
  'layers',
  'name',
  'sparsity',
  'number',
  'bits',
  'steps',
];
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, tie('leaf'), fc.array(tie('tree'), { maxLength: 3 }), tie('fields')),
  leaf: fc.oneof(
    fc.constantFrom('bbs', 'csr', 'dense', 'block', null, true),
    fc.integer(),
    fc.double(),
    fc.string(),
  ),
  fields: fc.dictionary(fc.oneof(fc.constantFrom(...fieldNames), fc.string({ maxLength: 5 })), tie('tree'), {
    maxKeys: 5,
  }),
}));

describe('whatever the text, reading gives a configuration or bad input', () => {
  it('for random text', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => void outcome(pieces.join(''))),
      { numRuns: casesOf(100, 1000) },
    );
  });

  it('for presets with random edits, which sometimes stay valid', () => {
    const seen = new Set<Outcome>();
    const text = fc.constantFrom(...presets);
    const edits = fc.array(edit, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(text, edits, (preset, changes) => void seen.add(outcome(mutate(preset, changes)))),
      { numRuns: casesOf(40, 400), seed: 7 },
    );
    expect([...seen].sort()).toEqual(['config', 'refused']);
  });

  it('for well-formed YAML of any shape', () => {
    fc.assert(
      fc.property(tree, (data) => void outcome(stringify(data))),
      { numRuns: casesOf(100, 1000) },
    );
  });

  it('for random overrides', () => {
    const step = fc.oneof(
      fc.constantFrom(...fieldNames, '__proto__', 'constructor', '0', 'mulLatency'),
      piece,
    );
    const path = fc.array(step, { maxLength: 4 }).map((steps) => steps.join('.'));
    const value = fc.oneof(
      piece,
      tree.map((data) => JSON.stringify(data)),
    );
    const set = fc.tuple(path, fc.constantFrom('=', '', '=='), value).map((parts) => parts.join(''));
    const act = (sets: string[]) => void outcome('kind: csr\ntiming: {addLatency: 1}\n', sets);
    fc.assert(fc.property(fc.array(set, { minLength: 1, maxLength: 3 }), act), {
      numRuns: casesOf(150, 1000),
    });
    expect('polluted' in {}).toBe(false);
  });
});
