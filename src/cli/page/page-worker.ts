import { parentPort } from 'node:worker_threads';
import { BadInput } from '../../errors/bad-input.ts';
import { livePage } from './live-page.ts';
import type { PageAnswer } from './page-thread.ts';

// Entry of a worker thread: makes one page after the other, each of the folder that it is sent.
parentPort?.on('message', (folder: string) => {
  void answerFor(folder).then((answer) => parentPort?.postMessage(answer));
});

function answerFor(folder: string): Promise<PageAnswer> {
  return livePage(folder).then(
    (page) => ({ page }),
    // Of an error a thread gets no more across than its words.
    (error: Error) => (error instanceof BadInput ? { refused: error.message } : { fault: error.message }),
  );
}
