import { packableCsrDesign } from '../../../../src/hw/array/kinds/csr.ts';
import { arrayKind } from '../../../../src/hw/array/kinds/kind.ts';

/** Compressed rows under another name: whatever asks a kind for its name takes it for something else. */
export const probe = arrayKind({
  ...packableCsrDesign,
  kind: 'probe',
  says: 'Compressed rows under another name',
});
