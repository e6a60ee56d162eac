import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wantsColour } from '../../../src/report/tables/colour.ts';
import { formatTable, type Table } from '../../../src/report/tables/table.ts';

const comparison: Table = {
  title: 'One step',
  columns: [
    { key: 'name', title: 'Accelerator' },
    { key: 'cycles', title: 'Cycles per step' },
    { key: 'latencyUs', title: 'Latency', unit: 'us', digits: 2 },
    { key: 'fits', title: 'Fits device' },
  ],
  rows: [
    { name: 'BBS', cycles: 560, latencyUs: 2.8, fits: true },
    { name: 'CSR, "shared" | memory', cycles: 28000, latencyUs: null, fits: false },
  ],
  notes: ['Energies are assumed.'],
};

describe('a table for a terminal', () => {
  it('aligns numbers right, breaks titles over two lines and has a rule under the header', () => {
    expect(formatTable(comparison, 'table').split('\n')).toEqual([
      'One step',
      '',
      '                          Cycles  Latency  Fits',
      'Accelerator             per step     [us]  device',
      '──────────────────────  ────────  ───────  ──────',
      'BBS                          560     2.80  yes',
      'CSR, "shared" | memory    28,000        -  no',
      '',
      'Energies are assumed.',
      '',
    ]);
  });

  it('bolds titles only when asked for colour', () => {
    expect(formatTable(comparison, 'table')).not.toContain('\u001b');
    expect(formatTable(comparison, 'table', { colour: true })).toContain('\u001b[1mAccelerator\u001b[22m');
  });

  it('never asks for colour on a stream that is not a terminal', () => {
    expect(wantsColour({}, {})).toBe(false);
  });

  it('never asks for colour where NO_COLOR says so, whatever it says', () => {
    const supported = wantsColour({ isTTY: true }, {});
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '' })).toBe(supported);
    for (const NO_COLOR of ['1', '0', 'false'])
      expect(wantsColour({ isTTY: true }, { NO_COLOR })).toBe(false);
  });

  it('shows control characters of a name as codes', () => {
    const rows = [{ name: 'a\u001b[31m\nb\u202e', cycles: 1, latencyUs: 1, fits: true }];
    expect(formatTable({ ...comparison, rows }, 'table')).toContain('a\\u{1b}[31m b\\u{202e}');
  });

  it('says so when there are no rows', () => {
    expect(formatTable({ columns: comparison.columns, rows: [] }, 'table')).toMatch(/device\n\(no rows\)\n$/);
  });

  it('breaks long names before it breaks the table', () => {
    const rows = [{ ...comparison.rows[0], name: 'bank-balanced with a balanced row order and two ports' }];
    const lines = formatTable({ ...comparison, rows }, 'table', { widthColumns: 60 }).split('\n');
    expect(lines.slice(6, 8).map((line) => line.split('  ')[0])).toEqual([
      'bank-balanced with a balanced row',
      'order and two ports',
    ]);
  });

  it.each([100, 120, 140])(
    'stays within %i characters with 14 columns, repeating the names where it splits',
    (width) => {
      const lines = formatTable(wideTable(), 'table', { widthColumns: width }).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      const heads = lines.filter((line) => line.startsWith('Accelerator'));
      expect(heads.length).toBeLessThanOrEqual(width >= 140 ? 1 : 2);
      for (const { title } of wideTable().columns) {
        expect(lines.join(' ')).toContain(title.split(' ').at(-1));
      }
    },
  );
});

function wideTable(): Table {
  const titles =
    'Cycles per step|Latency per step|Speed-up over dense|Effective throughput|Achieved sparsity|Padding entries|Conflict cycles|Imbalance cycles|Multiplier utilisation|Energy per step|Power|DSP blocks|RAM blocks';
  const columns = titles.split('|').map((title, i) => ({ key: `c${i}`, title, digits: i % 3 }));
  const names = Array.from({ length: 10 }, (_unused, i) => `CSR cyclic, ${i} ports, balanced row order`);
  return {
    columns: [{ key: 'name', title: 'Accelerator' }, ...columns],
    rows: names.map((name, row) => ({
      name,
      ...Object.fromEntries(columns.map(({ key }, i) => [key, (row + 1) * 7 ** (i % 5)])),
    })),
  };
}

describe('a table as CSV', () => {
  it('quotes per RFC 4180 and tells no value from the empty text', () => {
    const csv = formatTable(
      {
        ...comparison,
        rows: [...comparison.rows, { name: '', cycles: 1e21, latencyUs: 0.1 + 0.2, fits: true }],
      },
      'csv',
    );
    expect(csv.split('\r\n')).toEqual([
      'Accelerator,Cycles per step,Latency [us],Fits device',
      'BBS,560,2.8,true',
      '"CSR, ""shared"" | memory",28000,,false',
      '"",1e+21,0.30000000000000004,true',
      '',
    ]);
  });

  it('gives back every text and every number exactly', () => {
    const row = fc.record({
      text: fc.string({ unit: fc.constantFrom('a', ',', '"', '\r', '\n', ' ', ';', 'µ', '😀') }),
      number: fc.double({ noNaN: true, noDefaultInfinity: true }),
    });
    const columns = [
      { key: 'text', title: 'T' },
      { key: 'number', title: 'N' },
    ];
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), (rows) => {
        const [, ...records] = parseCsv(formatTable({ columns, rows }, 'csv'));
        expect(records.map(([text, number]) => ({ text, number: Number(number) + 0 }))).toEqual(
          rows.map(({ text, number }) => ({ text, number: number + 0 })),
        );
      }),
    );
  });
});

/** An independent reader: one pass over the characters, as RFC 4180's grammar says. */
function parseCsv(csv: string): string[][] {
  const records: string[][] = [];
  let [record, field, quoted] = [[] as string[], '', false];
  for (let at = 0; at < csv.length; at++) {
    if (quoted && csv.startsWith('""', at)) {
      field += '"';
      at++;
    } else if (csv[at] === '"') quoted = !quoted;
    else if (!quoted && csv[at] === ',') {
      record.push(field);
      field = '';
    } else if (!quoted && csv.startsWith('\r\n', at)) {
      records.push([...record, field]);
      [record, field] = [[], ''];
      at++;
    } else field += csv[at];
  }
  return records;
}

describe('a table as markdown', () => {
  it('escapes what would end a cell or start a tag, and aligns numbers', () => {
    const rows = [{ name: 'a|b <i> \\ `c`', cycles: 1234, latencyUs: 0.004, fits: true }];
    expect(formatTable({ ...comparison, rows }, 'markdown').split('\n')).toEqual([
      '**One step**',
      '',
      '| Accelerator          | Cycles per step | Latency [us] | Fits device |',
      '| -------------------- | --------------: | -----------: | ----------- |',
      '| a\\|b &lt;i> \\\\ \\`c\\` |           1,234 |       4.0e-3 | yes         |',
      '',
      '- Energies are assumed.',
      '',
    ]);
  });
});

describe('a table as JSON', () => {
  it('holds title, columns with units, rows in column order and notes', () => {
    const rows = [{ fits: true, latencyUs: 2.8, extra: 1, cycles: 560, name: 'BBS' }];
    const text = formatTable({ ...comparison, rows }, 'json');
    expect(JSON.parse(text)).toEqual({
      title: 'One step',
      columns: [
        { key: 'name', title: 'Accelerator' },
        { key: 'cycles', title: 'Cycles per step' },
        { key: 'latencyUs', title: 'Latency', unit: 'us' },
        { key: 'fits', title: 'Fits device' },
      ],
      rows: [{ name: 'BBS', cycles: 560, latencyUs: 2.8, fits: true }],
      notes: ['Energies are assumed.'],
    });
    expect(text.indexOf('"name": "BBS"')).toBeLessThan(text.indexOf('"cycles": 560'));
  });
});

describe('an inconsistent table', () => {
  it.each(['table', 'csv', 'markdown', 'json'] as const)(
    'is refused as %s when a row lacks a cell',
    (format) => {
      const rows = [{ name: 'BBS', cycles: 560, fits: true }];
      expect(() => formatTable({ ...comparison, rows }, format)).toThrow(
        "table row 0 has no cell 'latencyUs'",
      );
    },
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('is refused when a number is %d', (cycles) => {
    const rows = [{ name: 'BBS', cycles, latencyUs: 1, fits: true }];
    expect(() => formatTable({ ...comparison, rows }, 'csv')).toThrow(RangeError);
  });
});

describe('commands below a table', () => {
  const command = `bbsim run tiny ${'--set pes=32 '.repeat(20)}--no-values`;
  const table = {
    columns: [{ key: 'a', title: 'a' }],
    rows: [{ a: 1 }],
    notes: ['a note'],
    commands: [command],
  };

  it('stay whole in a terminal, however narrow, so that they can be pasted', () => {
    expect(formatTable(table, 'table').split('\n')).toContain(command);
  });

  it('are code in Markdown, and a list of their own in JSON', () => {
    expect(formatTable(table, 'markdown').split('\n')).toContain(`- \`${command}\``);
    expect(JSON.parse(formatTable(table, 'json'))).toMatchObject({ notes: ['a note'], commands: [command] });
  });
});
