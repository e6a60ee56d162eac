import { describe, expect, it } from 'vitest';
import { periodPs } from '../../src/cosim/bench/bench.ts';
import { drawConfig, drawWeightFormat } from '../../src/cosim/random-config.ts';
import { RandomDraws } from '../../src/cosim/random-draws.ts';
import { drawLayer } from '../../src/cosim/random-layer.ts';
import { drawMatrix } from '../../src/cosim/random-matrix.ts';
import { rtlKinds } from '../../src/cosim/rtl-shape.ts';
import { runBench } from '../../src/cosim/run-bench.ts';
import { simulateSpmv } from '../../src/cosim/simulate-spmv.ts';
import { spmvBench } from '../../src/cosim/spmv-bench.ts';
import { stepBench } from '../../src/cosim/step-bench.ts';
import { buildArray } from '../../src/hw/array/kinds/index.ts';
import { clockMhzOf } from '../../src/hw/config/clock.ts';
import { runWaveform, spmvWaveform, type Waveform } from '../../src/hw/trace/waveform.ts';
import { casesOf } from '../drawn.ts';
import { readVcd, windowOf } from '../vcd-reader.ts';
import { missingTool } from './rtl-tools.ts';

/**
 * Every signal of the simulator's waveform, and what the RTL's signal of the same name does in the
 * same cycles, change by change.
 */
function compare(waveform: Waveform, rtlText: string, period: number, harness: string) {
  const ours = readVcd([...waveform.text({ from: 0, to: waveform.lastCycle })].join(''));
  const rtl = readVcd(rtlText);
  const start = rtl.get('clock.harness.start')?.changes.find(([, value]) => value === '1');
  if (!start) throw new Error('the RTL never starts');
  const end = (waveform.lastCycle + 1) * period;
  const different: string[] = [];
  for (const [path, signal] of ours) {
    const twin = rtl.get(path.replace(/^bbsim/, harness));
    if (!twin) different.push(`${path}: not in the RTL`);
    else if (twin.width !== signal.width)
      different.push(`${path}: ${signal.width} bits, in the RTL ${twin.width}`);
    else {
      const [a, b] = [windowOf(signal, 0, end), windowOf(twin, start[0], start[0] + end)];
      if (JSON.stringify(a) !== JSON.stringify(b))
        different.push(`${path}: ${a.slice(0, 6).join(' ')} and in the RTL ${b.slice(0, 6).join(' ')}`);
    }
  }
  return { signals: ours.size, different };
}

describe.concurrent('waveforms of simulator and RTL', () => {
  const missing = missingTool('icarus');
  /** The slow suite has these as well: their circuits take Icarus the longest. */
  const large = ['csr-shared', 'csr-window', 'csr-shuffle', 'dense'];
  const products = rtlKinds.flatMap(({ kind }) =>
    Array.from({ length: casesOf(large.includes(kind) ? 0 : 1, 3) }, (_, index) => ({ kind, index })),
  );

  it.skipIf(missing).for(products)(
    'are equal, value change by value change: a product on $kind, $index',
    async ({ kind, index }) => {
      const draw = new RandomDraws(`waveform ${index}`);
      const ofScales = new RandomDraws(`waveform of scales, ${kind} ${index}`);
      const config = drawConfig(draw, kind, drawWeightFormat(ofScales));
      const { stored } = drawMatrix(draw, config, buildArray(config).place, ofScales);
      const simulated = simulateSpmv(
        config,
        stored,
        Int16Array.from({ length: stored.cols }, () => draw.code(config.number.bits)),
      );
      const { vcd } = await runBench(spmvBench(simulated), 'icarus', { defines: ['DUMP'] });
      const job = {
        cycles: simulated.timing.cycles + 2,
        computes: [{ from: 0, timing: simulated.timing }],
        fetches: [],
        isStreamed: false,
        dramBits: 0,
      };
      const { signals, different } = compare(
        spmvWaveform(buildArray(config), simulated.beats, job),
        vcd ?? '',
        periodPs(clockMhzOf(config)),
        'clock.harness',
      );
      expect(different).toEqual([]);
      expect(signals).toBeGreaterThan(8);
    },
  );

  /** The third and those from the ninth on are GRUs, of both styles and rules of the reset. */
  const layers = [0, 2, 7, 1, 3, 4, 8, 11, 5, 6, 9, 10, 20].slice(0, casesOf(1, 13));
  it.skipIf(missing).for(layers)(
    'are equal, value change by value change: a step of a layer, %i',
    async (index) => {
      const draw = new RandomDraws(`waveform of a step ${index}`);
      const ofScales = new RandomDraws(`waveform of weights of a step, ${index}`);
      const { layer } = drawLayer(
        draw,
        drawConfig(draw, rtlKinds[index % rtlKinds.length].kind, drawWeightFormat(ofScales)),
        `waveform ${index}`,
      );
      const { config, program, matrices, timeline } = layer;
      const oneStep = { ...layer, inputs: layer.inputs.slice(0, 1), states: layer.states.slice(0, 1) };
      const { vcd } = await runBench(stepBench(oneStep), 'icarus', { defines: ['DUMP'] });
      const waveform = runWaveform(buildArray(config), [{ program, matrices }], [timeline], 1);
      const { signals, different } = compare(
        waveform,
        vcd ?? '',
        periodPs(clockMhzOf(config)),
        'clock.harness.bbsim',
      );
      expect(different).toEqual([]);
      expect(signals).toBeGreaterThan(16);
    },
  );
});
