import { describe, expect, it } from 'vitest';
import { terminalWidth } from '../../src/cli/terminal-width.ts';
import { printedWidth } from '../../src/report/tables/plain-text.ts';
import { sessionAt } from './session.ts';

describe('the columns of a line', () => {
  it.each([
    { stream: {}, COLUMNS: undefined, width: undefined },
    { stream: { isTTY: true, columns: 93 }, COLUMNS: undefined, width: 93 },
    { stream: { isTTY: true, columns: 93 }, COLUMNS: '70', width: 70 },
    { stream: {}, COLUMNS: '70', width: 70 },
    { stream: { isTTY: true, columns: 0 }, COLUMNS: '', width: undefined },
    { stream: {}, COLUMNS: 'wide', width: undefined },
    { stream: {}, COLUMNS: '-3', width: undefined },
    { stream: {}, COLUMNS: '3', width: 20 },
  ])('are $width for $stream with COLUMNS $COLUMNS', ({ stream, COLUMNS, width }) => {
    expect(terminalWidth(stream, { COLUMNS })).toBe(width);
  });
});

/** Lines that are never broken: command lines, what a command takes, and terms alone on their line. */
const isWhole = (line: string): boolean => /^Usage: |^ {2}bbsim |^ {2}\S+( \S+)*$/.test(line);

/** Lines that are too long and could be broken. */
const wide = (text: string, columns: number) =>
  text.split('\n').filter((line) => printedWidth(line) > columns && !isWhole(line) && /\S \S/.test(line));

describe.each([30, 40, 60, 80, 100])('a terminal of %i columns', (columns) => {
  it.each([
    ['--help'],
    ['run', '--help'],
    ['query', '--help'],
    ['study', 'banks', '--help'],
    ['study', 'baselines', '--help'],
    ['reproduce', '--help'],
    ['list'],
  ])('is wide enough for %s', async (...words) => {
    const { out } = await sessionAt(columns, ...words);
    expect(out.length).toBeGreaterThan(200);
    expect(wide(out, columns)).toEqual([]);
  });
});
