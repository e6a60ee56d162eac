import { describe, expect, it } from 'vitest';
import { statusAfter } from '../../src/page/live.ts';

const broken = 'This is not the newest state: sweep.json: expected JSON';
const silent = 'The server of this page does not answer: it shows the last state.';

describe('the status of a page that is served', () => {
  const live = statusAfter('', null, false);

  it('says that what is new comes by itself, and that it has come', () => {
    expect(live).toBe('Live: what is new comes onto this page by itself.');
    expect(statusAfter(live, null, true)).toBe('Updated.');
    expect(statusAfter('Updated.', null, false)).toBe('Updated.');
  });

  it('says what keeps a newer state from being shown, also beside what is new', () => {
    expect(statusAfter(live, 'sweep.json: expected JSON', false)).toBe(broken);
    expect(statusAfter(live, 'sweep.json: expected JSON', true)).toBe(broken);
  });

  it.each([broken, silent])('does not go on saying "%s" when that is over', (said) => {
    expect(statusAfter(said, null, false)).toBe(live);
  });
});
