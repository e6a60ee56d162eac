import { Help } from 'commander';
import { describe, expect, it } from 'vitest';
import { patternKinds, patternOf } from '../../src/bbs/patterns/named-pattern.ts';
import { commandEntries } from '../../src/cli/commands/index.ts';
import type { Io } from '../../src/cli/io.ts';
import { listed, listedPresets } from '../../src/cli/listing.ts';
import { listPresets, loadPreset } from '../../src/config/presets.ts';
import { readYaml } from '../../src/config/yaml-document.ts';
import { session } from './session.ts';

const silent: Io = {
  print() {},
  note() {},
  wantsColour: false,
  terminal: null,
  clockMs: () => 0,
  onInterrupt: () => () => {},
};

describe('the list of commands', () => {
  it.each(commandEntries)('says what $name takes', async ({ name, takes, load }) => {
    const command = (await load())(silent);
    expect(command.name()).toBe(name);
    expect(new Help().subcommandTerm(command)).toBe(`${name} ${takes}`.trimEnd());
  });

  it('is the same whether a command is loaded or not', async () => {
    const help = (await session('--help')).out;
    expect((await session('--help', 'run')).out).toBe(help);
    for (const { name, summary } of commandEntries) {
      expect(help.replace(/\s+/g, ' ')).toContain(`${name} `);
      expect(help.replace(/\s+/g, ' ')).toContain(summary);
    }
  });
});

describe('the listing', () => {
  it('says what the descriptions of the files say', () => {
    for (const { kind, name, description } of listedPresets()) {
      const { text, source } = loadPreset(kind, name);
      const whole = (readYaml(text, source).data as { readonly description: string }).description;
      expect(description.length).toBeGreaterThan(20);
      expect(whole.replace(/\s+/g, ' ')).toContain(description);
    }
  });

  it('has every pattern that prunes, as its record says, with arrays that are presets', () => {
    const patterns = listed().filter((one) => one.kind === 'pattern');
    const records = patternKinds.map((kind) => patternOf({ kind })).filter(({ keepsAll }) => !keepsAll);
    expect(patterns).toEqual(
      records.map(({ kind, says, accelerators }) => ({
        kind: 'pattern',
        name: kind,
        description: says,
        accelerators,
      })),
    );
    expect(patterns[0]).toMatchObject({ name: 'bank-balanced', accelerators: ['bbs'] });
    for (const { accelerators } of patterns)
      expect(listPresets('accelerator')).toEqual(expect.arrayContaining([...accelerators]));
  });

  it('shows on which arrays a pattern runs', async () => {
    const { out } = await session('list');
    expect(out.replace(/\s+/g, ' ')).toContain('in every bank of every row; runs on bbs');
  });
});
