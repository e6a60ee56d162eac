import type { Device } from '../../../src/energy/device.ts';
import { AcceleratorSchema } from '../../../src/hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../../../src/hw/config/config.ts';
import type { LstmLayerWeights, LstmModel } from '../../../src/lstm/model.ts';
import { seededModel } from '../../../src/lstm/seeded-model.ts';
import type { LstmLayerShape } from '../../../src/lstm/shape.ts';
import { loadDevice, loadResourceCosts, loadTechnology } from '../../../src/run/load-config.ts';
import type { Platform } from '../../../src/run/platform.ts';
import { type PreparedModel, prepareModel } from '../../../src/run/prepared-model.ts';
import { seededSequence } from '../../../src/run/sequence.ts';
import type { CompareRequest } from '../../../src/study/compare/compare.ts';

const costs = loadResourceCosts().config;
const technology = loadTechnology('fpga-20nm').config;

/** The Arria 10 of the shipped presets. */
export const arria10 = loadDevice('arria10-gx1150').config;

/**
 * An Arria 10 with other counts of what it has, and with blocks of RAM of `ramDepth`
 * words (in their widest shape).
 */
export function smallDevice(counts: {
  readonly dsp?: number;
  readonly ramBlocks?: number;
  readonly ramDepth?: number;
  readonly logic?: number;
}): Device {
  const depths = (counts.ramDepth ?? 512) / 512;
  const { dsp, ram, logic, distributedRam } = arria10;
  const share = (counts.logic ?? logic.count) / logic.count;
  return {
    ...arria10,
    name: 'small',
    dsp: { ...dsp, count: counts.dsp ?? dsp.count },
    ram: {
      ...ram,
      count: counts.ramBlocks ?? ram.count,
      bitsPerBlock: ram.bitsPerBlock * depths,
      widths: ram.widths.map((mode) => ({ ...mode, depth: mode.depth * depths })),
    },
    logic: { ...logic, count: counts.logic ?? logic.count },
    distributedRam: { ...distributedRam, maxLogic: Math.floor(share * distributedRam.maxLogic) },
  };
}

/** An accelerator from the fields that matter to a test, on the Arria 10 unless another device is given. */
export function platformOf(fields: object, device: Device = arria10): Platform {
  const config: AcceleratorConfig = AcceleratorSchema.parse(fields);
  return { name: config.name ?? config.kind, clockIsNamed: false, config, device, technology, costs };
}

/** A layer of the given sizes, with everything that a test does not name left out. */
export function layerOf(shape: Partial<LstmLayerShape>): LstmLayerShape {
  return { kind: 'lstm', inputs: 12, hidden: 8, projection: null, peepholes: false, biases: true, ...shape };
}

/** A seeded model of these layers. */
export function modelOf(layers: readonly LstmLayerShape[], seed = 1): LstmModel<LstmLayerWeights> {
  return seededModel('test', { layers }, seed);
}

/** A model pruned by an accelerator's own pattern. */
export function prepared({ config }: Platform, model: LstmModel, sparsity = 0.5): PreparedModel {
  const { pattern, gateMatrix, number: format } = config;
  const target = () => ({ sparsity: pattern.kind === 'dense' ? 0 : sparsity });
  return prepareModel(model, { pattern, gateMatrix, format, target });
}

/** A comparison of accelerators on a model, without charts. */
export function comparisonOf(
  platforms: readonly Platform[],
  model: LstmModel,
  fields: Partial<CompareRequest> = {},
): CompareRequest {
  return {
    platforms,
    model,
    workload: 'test',
    sparsity: 0.75,
    seed: '1',
    sequence: (format) => seededSequence(model.shape, 1, '1', format),
    inputs: 'test',
    sweep: [],
    onProgress: () => {},
    ...fields,
  };
}
