import type { Footprint } from '../hw/accounts/footprint.ts';
import type { LogicUse } from './logic-use.ts';
import type { FamilyCosts } from './resource-costs.ts';

/**
 * What double pumping takes at the ports of the banks, at the doubled clock: of the second request of a cycle
 * its address and a bit that there is one are held, of the first its word, and the address of the memory is
 * that of either. Assumption: a bit of the choice takes as much as a selection of four in the expander.
 */
export function pumpLogic(footprint: Footprint, { expander }: FamilyCosts): LogicUse {
  const { sharedBuffer, pes, lanes, banks = lanes, vectorCopies = 1, ports, bits, regionWords } = footprint;
  const allPorts = (sharedBuffer ? 1 : pes) * vectorCopies * banks * ports;
  const words = regionWords.reduce((sum, depth) => sum + depth, 0);
  const addressBits = Math.max(1, Math.ceil(Math.log2(words)));
  return {
    logic: expander.logic.value * allPorts * addressBits,
    flipFlops: expander.flipFlops.value * allPorts * (addressBits + 1 + bits),
  };
}
