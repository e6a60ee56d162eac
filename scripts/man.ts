// Writes the manual page of the program, man/bbsim.1, from the help of its commands.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './docs/pages.ts';
import { manText } from './man-text.ts';

mkdirSync(join(root, 'man'), { recursive: true });
writeFileSync(join(root, 'man', 'bbsim.1'), await manText());
