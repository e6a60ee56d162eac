import { Presets, SingleBar } from 'cli-progress';
import type { Io } from './io.ts';

/** Progress of a run that counts points. */
export interface Progress {
  /**
   * Points done of all; `before` of them were there when the run began and say nothing about its speed.
   * `remark` is shown behind them.
   */
  update(done: number, total: number, before: number, remark: string): void;
  /** Ends the display. */
  stop(): void;
}

/** Time between two plain lines. */
const LINE_MS = 5000;
/** Below this time a rate says nothing. */
const LEAST_MS = 200;

/** A bar with rate and time left on a terminal, a plain line now and then elsewhere. */
export function openProgress(io: Io, name: string): Progress {
  return io.terminal === null ? plainLines(io, name) : bar(io, io.terminal, name);
}

function bar(io: Io, stream: NodeJS.WritableStream, name: string): Progress {
  const startedMs = io.clockMs();
  const drawn = new SingleBar(
    {
      stream,
      format: `${name} {bar} {percentage}% {value} of {total} points, {speed}{remark}`,
      hideCursor: true,
      clearOnComplete: false,
      gracefulExit: false,
      fps: 5,
    },
    Presets.shades_classic,
  );
  let isStarted = false;
  return {
    update(done, total, before, remark) {
      const speed = speedText(io.clockMs() - startedMs, done - before, total - done);
      const payload = { speed, remark: remark === '' ? '' : `; ${remark}` };
      if (isStarted) drawn.update(done, payload);
      else drawn.start(total, done, payload);
      isStarted = true;
    },
    stop: () => drawn.stop(),
  };
}

function plainLines(io: Io, name: string): Progress {
  const startedMs = io.clockMs();
  let lastMs = startedMs;
  return {
    update(done, total, before, remark) {
      const nowMs = io.clockMs();
      if (nowMs - lastMs < LINE_MS) return;
      lastMs = nowMs;
      const speed = speedText(nowMs - startedMs, done - before, total - done);
      const percent = Math.floor((100 * done) / total);
      io.note(
        `${name}: ${done} of ${total} points (${percent} %), ${speed}${remark === '' ? '' : `; ${remark}`}`,
      );
    },
    stop() {},
  };
}

function speedText(elapsedMs: number, done: number, left: number): string {
  if (elapsedMs < LEAST_MS || done <= 0) return 'starting';
  const perSecond = (1000 * done) / elapsedMs;
  const rate = perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1);
  return `${rate}/s, ${durationText(left / perSecond)} left`;
}

/** A time in words: 8 s, 3 min 20 s, 2 h 5 min. */
function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
