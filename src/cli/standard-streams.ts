import { cannot, codeOf } from '../errors/file-error.ts';

/** Standard output and standard error of a process, or streams in their place. */
export interface Streams {
  readonly stdout: Pick<NodeJS.WritableStream, 'write' | 'on'>;
  readonly stderr: Pick<NodeJS.WritableStream, 'write' | 'on'>;
}

/** What a command prints and remarks, on streams that may fail. */
export interface Printing {
  /** Throws BadInput once standard output cannot be written: then nobody reads what is still to come. */
  print(text: string): void;
  note(text: string): void;
  /** Ends when all that was printed is written. Throws BadInput when it could not be. */
  written(): Promise<void>;
}

/**
 * Prints to standard streams. A reader that stops early (head) closes the pipe, which is no error of
 * ours; whatever else keeps results from being written (a full disk) is one. Of standard error there is
 * nobody left to tell.
 */
export function printingTo({ stdout, stderr }: Streams): Printing {
  let failure: Error | null = null;
  stdout.on('error', (error: Error) => {
    if (codeOf(error) !== 'EPIPE') failure ??= error;
  });
  stderr.on('error', () => {});
  const refuse = () => {
    if (failure !== null) throw cannot('write', 'standard output', failure);
  };
  return {
    print(text) {
      refuse();
      stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    note: (text) => stderr.write(`${text}\n`),
    async written() {
      // Behind everything that was printed, and behind the event that says how that went.
      await new Promise((written) => stdout.write('', written));
      await new Promise(setImmediate);
      refuse();
    },
  };
}
