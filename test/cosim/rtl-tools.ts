import { hasTool } from '../../src/cosim/bench/tools.ts';
import type { CosimCase, CosimResult } from '../../src/cosim/cosim-case.ts';
import { runCase } from '../../src/cosim/cosim-case.ts';

/**
 * Set where the tools are installed on purpose (continuous integration): a missing one is a
 * failure and not a reason to skip.
 */
const areRequired = process.env.BBSIM_REQUIRE_RTL === '1';

/** Why a test that needs a tool of the RTL cannot run, or null. Throws where the tools are required. */
export function missingTool(tool: 'icarus' | 'verilator'): string | null {
  if (hasTool(tool)) return null;
  if (areRequired) throw new Error(`${tool} is not installed, and BBSIM_REQUIRE_RTL=1 requires it`);
  return `${tool} is not installed`;
}

/** Runs a case on whatever is there; a case that is too large for what is there says so. */
export async function runAnywhere(one: CosimCase): Promise<CosimResult> {
  const result = await runCase(one, null);
  if ('skipped' in result && areRequired) throw new Error(result.skipped);
  return result;
}
