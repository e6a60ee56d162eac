import type { BankCountFigures, BankStudyResult } from '../../study/banks/bank-result.ts';
import type { ChartText, LinesSpec, NamedChart } from '../charts/spec.ts';
import { stepWords } from '../step-words.ts';
import { clockWords } from '../tables/clock-words.ts';

/** Where the sparsity differs by more than this from the requested one, it is marked. */
const NOTABLE = 0.005;

type Line = { readonly name: string; readonly y: (point: BankCountFigures) => number };

/**
 * The charts of a bank-count study, all over the number of banks: similarity, magnitude, latency, storage.
 */
export function bankStudyCharts(result: BankStudyResult): NamedChart[] {
  return [
    chart(result, 'similarity-by-banks', 'Likeness of masks to unstructured pruning', {
      context: atEqualCount(result),
      y: { title: 'kept weights that unstructured pruning keeps too', unit: '%', scale: 'linear' },
      lines: patternLines('similarity'),
    }),
    chart(result, 'magnitude-by-banks', 'Weight magnitude that masks keep', {
      context: atEqualCount(result),
      y: { title: 'sum of |w|, of that of unstructured pruning', unit: '%', scale: 'linear' },
      lines: patternLines('magnitudeShare'),
    }),
    chart(result, 'latency-by-banks', `Latency of one ${stepWords(result)} by number of banks`, {
      context: arrayContext(result),
      y: { title: 'latency', unit: 'us', scale: 'log' },
      lines: (['bbs', 'csr'] as const).map((array) => ({
        name: arrayName(array, result.points),
        y: (point) => point[array].latencyUs,
      })),
    }),
    chart(result, 'storage-by-banks', 'Storage of the kept weights by number of banks', {
      context: sparsityText(result),
      y: { title: 'storage, of the dense weights', unit: '%', scale: 'linear' },
      lines: [
        { name: 'CSB', y: ({ storage }) => 100 * storage.csb.shareOfDense },
        { name: 'CSR', y: ({ storage }) => 100 * storage.csr.shareOfDense },
        {
          name: 'kept values without indices',
          y: ({ achievedSparsity }) => 100 * (1 - achievedSparsity),
        },
      ],
    }),
  ];
}

function patternLines(figure: 'similarity' | 'magnitudeShare'): Line[] {
  return [
    { name: 'bank-balanced', y: ({ patterns }) => 100 * patterns.bankBalanced[figure] },
    { name: 'row-balanced', y: ({ patterns }) => 100 * patterns.rowBalanced[figure] },
    { name: 'block 4 x 4', y: ({ patterns }) => 100 * patterns.block[figure] },
  ];
}

function chart(
  result: BankStudyResult,
  file: string,
  title: string,
  {
    context,
    y,
    lines,
  }: { readonly context: string; readonly y: LinesSpec['y']; readonly lines: readonly Line[] },
): NamedChart {
  const text: ChartText = {
    title,
    subtitle: `${result.workload}, ${context}`,
    configHash: result.configHash,
    toolVersion: result.version,
  };
  const series = lines.map((line) => ({
    name: line.name,
    points: result.points.map((point) => ({ x: point.banks, y: line.y(point) })),
  }));
  const x = { title: 'banks of a PE', unit: '', scale: 'log' } as const;
  return { file, spec: { ...text, kind: 'lines', x, y, series, marks: marksOf(result) } };
}

/** Few columns to a bank keep more weights than were asked for, which shows in every line. */
function marksOf({ points, requestedSparsity }: BankStudyResult): NonNullable<LinesSpec['marks']> {
  return points
    .filter(({ achievedSparsity }) => Math.abs(achievedSparsity - requestedSparsity) > NOTABLE)
    .map(({ banks, achievedSparsity }) => ({
      x: banks,
      label: `${(100 * achievedSparsity).toFixed(1)} % sparsity`,
    }));
}

function sparsityText({ requestedSparsity }: BankStudyResult): string {
  return `${(100 * requestedSparsity).toFixed(1)} % sparsity requested`;
}

function atEqualCount(result: BankStudyResult): string {
  return `${sparsityText(result)}, at each number of banks all masks keep equally many weights`;
}

function arrayContext(result: BankStudyResult): string {
  const { device, clockMhz, constant, points } = result;
  const [{ pes, banks, bbs }] = points;
  const size = constant === 'pes' ? `${pes} PEs` : `${pes * banks} multipliers`;
  return `${size}, weights ${bbs.residency}, ${device}, ${clockWords(clockMhz)}, ${sparsityText(result)}`;
}

/** An array and where it fits its device. */
function arrayName(array: 'bbs' | 'csr', points: readonly BankCountFigures[]): string {
  const fitting = points.filter((point) => point[array].resources.fits);
  if (fitting.length === points.length) return `${array} (fits)`;
  return `${array} (${fitting.length === 0 ? 'does not fit' : `fits with ${banksOf(fitting)} banks`})`;
}

function banksOf(points: readonly BankCountFigures[]): string {
  const banks = points.map((point) => String(point.banks));
  return banks.length === 1 ? banks[0] : `${banks.slice(0, -1).join(', ')} and ${banks[banks.length - 1]}`;
}
