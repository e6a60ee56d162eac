import { describe, expect, it } from 'vitest';
import { csvText } from '../../src/page/csv.ts';
import { fileNameOf } from '../../src/page/file-name.ts';
import { framedPicture, wrapped } from '../../src/page/framed-picture.ts';
import { compareKeys, sortKey } from '../../src/page/sorted-tables.ts';

describe('a file of a figure', () => {
  it('is named after its title, in letters that every file system takes', () => {
    expect(fileNameOf('Energy of one LSTM step (µJ): café/é', 'svg')).toBe(
      'energy-of-one-lstm-step-j-cafe-e.svg',
    );
    expect(fileNameOf('../../etc/passwd', 'csv')).toBe('etc-passwd.csv');
    expect(fileNameOf('…', 'png')).toBe('figure.png');
    expect(fileNameOf('word '.repeat(40), 'png').length).toBeLessThanOrEqual(64);
  });

  it('quotes the cells of a CSV that need it', () => {
    expect(
      csvText([
        ['a', 'b,c'],
        ['d"e', 'f\ng'],
      ]),
    ).toBe('a,"b,c"\r\n"d""e","f\ng"\r\n');
  });

  it('has its words as text, whatever letters they have, and grows with their lines', () => {
    const drawing = {
      svg: '<svg width="200" height="50"></svg>',
      width: 200,
      height: 50,
      legend: [{ words: 'bank & <b>', colour: '#0072B2', place: 0 }],
      note: '',
    };
    const words = { title: '<script>alert(1)</script>', subtitle: 'one', foot: 'bbsim "0.1.0"' };
    const picture = framedPicture(words, drawing);
    expect(picture).toContain('&lt;script&gt;');
    expect(picture).toContain('bank &amp; &lt;b&gt;');
    expect(picture).not.toContain('<script');
    const heightOf = (svg: string) => Number(/ height="([\d.]+)"/.exec(svg)?.[1]);
    const long = framedPicture({ ...words, subtitle: 'many words '.repeat(20) }, drawing);
    expect(heightOf(long)).toBeGreaterThan(heightOf(picture));
  });

  it('marks in its legend the colours that are used for the second time, for paper', () => {
    const legend = [3, 13].map((place) => ({ words: `${place}`, colour: '#56B4E9', place }));
    const drawing = { svg: '<svg width="200" height="50"></svg>', width: 200, height: 50, legend, note: '' };
    const picture = framedPicture({ title: '', subtitle: '', foot: '' }, drawing);
    expect(picture.match(/class="second-use"/g)).toHaveLength(1);
  });

  it('breaks lines between words', () => {
    expect(wrapped('aaaa bbbb cccc', 60, 10)).toEqual(['aaaa bbbb', 'cccc']);
    expect(wrapped('', 60, 10)).toEqual([]);
  });
});

describe('a sorted column', () => {
  const sorted = (cells: string[], descending: boolean) =>
    [...cells].sort((a, b) => compareKeys(sortKey(a), sortKey(b), descending));

  it('has numbers by their value, with their signs, marks and units', () => {
    expect(sorted(['10', '\u22122.5 %', '1,200 x', '9'], false)).toEqual([
      '\u22122.5 %',
      '9',
      '10',
      '1,200 x',
    ]);
  });

  it('has empty cells last in both directions', () => {
    expect(sorted(['b', '', 'a', '-'], false)).toEqual(['a', 'b', '', '-']);
    expect(sorted(['1', '-', '2'], true)).toEqual(['2', '1', '-']);
  });
});
