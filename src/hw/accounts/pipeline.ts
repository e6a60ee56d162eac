import type { SpmvArray } from '../array/spmv-array.ts';
import type { Footprint } from './footprint.ts';

/** How the stages of a design are cut and wired. */
export function pipelineOf({
  issue,
  arbiter,
  arbiterStyle,
  crossbarRegisters,
  config: { timing },
}: SpmvArray): NonNullable<Footprint['pipeline']> {
  const { mulLatency, bankOutputRegister, addLatency, activationLatency, ewMulLatency } = timing;
  return {
    issue,
    arbiter,
    arbiterStyle,
    mulLatency,
    bankOutputRegister,
    crossbarRegister: crossbarRegisters,
    addLatency,
    activationLatency,
    ewMulLatency,
  };
}
