import { csrRows, csrStorage, encodeCsr } from '../../../bbs/formats/csr.ts';
import type { StoredMatrix } from '../../../bbs/matrix.ts';
import type { Placement } from '../../../bbs/placement.ts';
import { weightValueBits } from '../../../num/row-scale.ts';
import { arbiter, arbiterStyle, ports, pump, vectorCopies } from '../../config/arbitration.ts';
import { anyBanks, packRows, rowOrder, rowsPerCycle } from '../../config/array.ts';
import type { AcceleratorConfig, ConfigWith } from '../../config/config.ts';
import { packableDram } from '../../config/streaming.ts';
import { arbitratedTiming } from '../../config/timing.ts';
import { arbitrate } from '../arbitration.ts';
import { beatsFromCsr, withRowEnds } from '../encode.ts';
import type { EncodedImage } from '../spmv-array.ts';
import { timePrivate } from '../spmv-timing.ts';
import { servedPerBank } from '../vector-banks.ts';
import {
  arrayKind,
  type KindDesign,
  oneBeat,
  packingOf,
  placeAsConfigured,
  timePacked,
  unpackedIsMoot,
} from './kind.ts';

const fields = {
  vectorCopies,
  ports,
  pump,
  rowOrder,
  arbiter,
  arbiterStyle,
  timing: arbitratedTiming,
  placement: anyBanks,
  dram: packableDram,
};

/** The configuration of compressed rows in full. */
export type CsrConfig = ConfigWith<typeof fields>;

/**
 * Compressed sparse rows on the same PEs: the lanes of a beat take a row's entries as they come, so several
 * may want one bank, and an arbiter and a data crossbar stand between lanes and banks of every private vector
 * buffer. docs/timing.md sections 2 and 3.
 */
export const csrDesign: KindDesign<typeof fields> = {
  kind: 'csr',
  says: 'Compressed rows: a vector buffer per PE, its lanes arbitrate for the banks',
  pattern: 'unstructured',
  fields,
  issue: 'arbitrated',
  placements: ['cyclic', 'even', 'blocked'],
  storesZeros: false,
  needsBalance: false,
  moot: [],
  rtl: { code: 1, mostMappedLanes: 16 },
  wiring: (config) => ({
    ...oneBeat,
    vectorCopies: config.vectorCopies,
    ports: config.ports,
    pump: config.pump,
    arbiter: config.arbiter,
    arbiterStyle: config.arbiterStyle,
    crossbarRegisters: config.timing.crossbarRegister,
    stream: config.dram.stream,
    rowOrder: config.rowOrder,
    bufferCopies: config.pes * config.vectorCopies,
  }),
  place: placeAsConfigured,
  encode: (config, stored) => compressedRows(config, placeAsConfigured(config, stored.cols), stored),
  time: (array, matrix, order) =>
    timePrivate(order, arbitrate(matrix, order, servedPerBank(array), array.vectorCopies), array.fillCycles),
};

/** A matrix as compressed rows, its columns in the banks of a placement. */
export function compressedRows(
  { number, banks: lanes }: AcceleratorConfig,
  placed: Placement,
  stored: StoredMatrix,
): EncodedImage {
  const csr = encodeCsr(stored);
  return {
    beats: beatsFromCsr(csr, placed, weightValueBits(number), lanes),
    storage: csrStorage(csr, weightValueBits(number)),
    packed: csrRows(csr, weightValueBits(number)),
  };
}

const packableFields = { ...fields, packRows, rowsPerCycle };

/** The same with a field that lets rows share beats. */
export const packableCsrDesign: KindDesign<typeof packableFields> = {
  ...csrDesign,
  fields: packableFields,
  moot: [...csrDesign.moot, unpackedIsMoot],
  wiring: (config) => ({ ...csrDesign.wiring(config), rowPacking: packingOf(config) }),
  encode: (config, stored) => {
    const image = csrDesign.encode(config, stored);
    return config.packRows
      ? { ...image, beats: withRowEnds(image.beats, weightValueBits(config.number)) }
      : image;
  },
  time: (array, matrix, order) =>
    array.rowPacking ? timePacked(array, matrix, order) : csrDesign.time(array, matrix, order),
};

/** The kind of it. */
export const csr = arrayKind(packableCsrDesign);
