// Maps modules of the RTL alone with the Yosys on PATH, each for both families, and writes what is counted to
// configs/technology/mapped-blocks.csv. Rows that the file has are kept unless --again is given.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { blockFamilies, blockSamples, isMappedFor } from '../src/cosim/synthesis/block-samples.ts';
import { mapBlock } from '../src/cosim/synthesis/map-block.ts';
import {
  type MappedBlock,
  mappedBlocksText,
  parameterText,
  readMappedBlocks,
} from '../src/cosim/synthesis/mapped-blocks.ts';

const name = 'configs/technology/mapped-blocks.csv';
const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
const isNew = process.argv.includes('--again') || !existsSync(path);
const known = new Map<string, MappedBlock>();
const keyOf = (block: Pick<MappedBlock, 'family' | 'module' | 'parameters'>) =>
  `${block.family} ${block.module} ${parameterText(block)}`;
if (!isNew)
  for (const block of readMappedBlocks(readFileSync(path, 'utf8'), name)) known.set(keyOf(block), block);

const wanted = blockFamilies.flatMap((family) =>
  blockSamples.filter((sample) => isMappedFor(sample, family)).map((sample) => ({ ...sample, family })),
);
// Tables of 65 words in logic, scoreboards and large arbiters take longest: the smallest of them come first.
const isLong = ({ module, parameters }: (typeof wanted)[number]) => {
  const { LANES = 0, BANKS = 0, WINDOW = 1, INSTRUCTIONS = 0 } = parameters;
  if (/^ewop_/.test(module))
    return LANES + Number(/LATENCY|RESET_AFTER=0/.test(parameterText({ module, parameters })));
  if (module === 'controller') return INSTRUCTIONS / 8;
  return Number(
    (/arbiter/.test(module) && LANES * WINDOW >= 32) || (module === 'vector_loader' && BANKS === 32),
  );
};
for (const sample of [...wanted].sort((a, b) => isLong(a) - isLong(b))) {
  if (known.has(keyOf(sample))) continue;
  const block = await mapBlock(sample, sample.family);
  known.set(keyOf(sample), block);
  process.stderr.write(`${keyOf(sample)}: ${block.logic} LUTs or ALUTs, ${block.flipFlops} flip-flops\n`);
  const rows = wanted.flatMap((one) => known.get(keyOf(one)) ?? []);
  writeFileSync(path, mappedBlocksText(rows));
}
