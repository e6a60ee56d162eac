import type { Encoded, Format } from '../../bbs/formats/format.ts';
import { formats } from '../../bbs/formats/index.ts';
import type { RunResult } from '../../run/result.ts';
import { BITS_PER_KIB } from '../tables/number-text.ts';
import type { Table } from '../tables/table.ts';

/** The same stored weights in every format; a format that cannot hold them has no figures. */
export function storageTable({ detail }: RunResult): Table {
  const storageByFormat = detail.fpgaArray?.storageByFormat ?? [];
  const kib = (bits: number | undefined) => (bits === undefined ? null : bits / BITS_PER_KIB);
  const hasScales = storageByFormat.some(({ storage }) => storage?.scaleBits !== undefined);
  return {
    title: 'Storage of the same weights in every format',
    columns: [
      { key: 'format', title: 'format' },
      { key: 'valuesKib', title: 'values', unit: 'KiB', digits: 1 },
      { key: 'indicesKib', title: 'indices', unit: 'KiB', digits: 1 },
      { key: 'pointersKib', title: 'pointers', unit: 'KiB', digits: 1 },
      ...(hasScales ? [{ key: 'scalesKib', title: 'scales', unit: 'KiB', digits: 1 }] : []),
      { key: 'totalKib', title: 'total', unit: 'KiB', digits: 1 },
      { key: 'paddingZeros', title: 'padding zeros', digits: 0 },
    ],
    rows: storageByFormat.map(({ format, storage, padding }) => ({
      format,
      valuesKib: kib(storage?.valueBits),
      indicesKib: kib(storage?.indexBits),
      pointersKib: kib(storage?.pointerBits),
      ...(hasScales ? { scalesKib: kib(storage?.scaleBits) } : {}),
      totalKib: kib(storage?.totalBits),
      paddingZeros: padding,
    })),
    notes: [formatsNote(), ...refusals(storageByFormat)],
  };
}

function formatsNote(): string {
  return (formats as readonly Format<Encoded>[])
    .flatMap(({ name, says }) => (says === undefined ? [] : [`${name}: ${says}.`]))
    .join(' ');
}

type StoredInFormats = NonNullable<NonNullable<RunResult['detail']['fpgaArray']>['storageByFormat']>;

/** Why a row has no figures. */
function refusals(storageByFormat: StoredInFormats): string[] {
  const refused = storageByFormat.flatMap(({ format, storage }) => (storage === null ? [format] : []));
  return (formats as readonly Format<Encoded>[]).flatMap(({ name, cannotHold }) =>
    refused.some((format) => format === name) ? [`-: ${cannotHold}, ${name} cannot hold them.`] : [],
  );
}
