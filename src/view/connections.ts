import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** More than the tabs of one person open. */
const MOST_CONNECTIONS = 64;

/** Browsers wait for an answer before they ask again on the same connection. */
const MOST_WAITING = 8;

/**
 * The connections of a server, few at a time, and on each one answer at a time: what waits is a question, and
 * holds nothing of its answer.
 */
export class Connections {
  /** Answers that are not given yet, the one that is being given first; the oldest connection first. */
  readonly #waiting = new Map<Socket, (() => void)[]>();

  /** One more connection. Where there are too many, the oldest on which nobody waits makes room for it. */
  add(socket: Socket): void {
    this.#waiting.set(socket, []);
    socket.once('close', () => this.#cut(socket));
    const idle = [...this.#waiting].find(([, { length }]) => length === 0);
    if (this.#waiting.size > MOST_CONNECTIONS && idle !== undefined) this.#cut(idle[0]);
  }

  /**
   * Answers, when all that was asked for before on this connection is answered. Cuts the connection of who
   * asks on and on.
   */
  inTurn(socket: Socket, response: ServerResponse, answer: () => void): void {
    const waiting = this.#waiting.get(socket);
    if (waiting === undefined) return;
    waiting.push(answer);
    response.once('close', () => {
      waiting.shift();
      if (!socket.destroyed) waiting[0]?.();
    });
    if (waiting.length > MOST_WAITING) this.#cut(socket);
    else if (waiting.length === 1) answer();
  }

  #cut(socket: Socket): void {
    this.#waiting.delete(socket);
    socket.destroy();
  }
}
