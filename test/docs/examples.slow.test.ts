import { describe, it } from 'vitest';
import { checkShown, pagesWith } from './shown.ts';

describe.concurrent.each(pagesWith(true))('$path', ({ page, examples }) => {
  it.each(examples)('shows what line $line prints: $title', (example) => checkShown(page, example));
});
