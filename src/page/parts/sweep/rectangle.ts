import { newElement } from '../../element.ts';

/** A rectangle or a place on a chart, in pixels of its stage. */
export interface Drawn {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
}

/** Shorter ways of the pointer are clicks. */
const CLICK_PX = 4;

/**
 * Lets the reader draw rectangles on a stage with mouse, pen or finger. `draw` is called while one is drawn,
 * at most once a frame, and at its end; `click` for a pointer that stayed where it was.
 */
export function drawsRectangles(
  stage: HTMLElement,
  draw: (drawn: Drawn) => void,
  click: (at: Drawn['from']) => void,
): void {
  const box = newElement('div', { class: 'sweep-rectangle', hidden: true });
  stage.append(box);
  let from: Drawn['from'] | null = null;
  let frame = 0;
  const at = (event: PointerEvent): Drawn['from'] => {
    const { left, top } = stage.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    from = at(event);
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener('pointermove', (event) => {
    if (from === null) return;
    const drawn = { from, to: at(event) };
    if (isClick(drawn)) return;
    place(box, drawn);
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => draw(drawn));
  });
  const end = (event: PointerEvent) => {
    if (from === null) return;
    const drawn = { from, to: at(event) };
    cancelAnimationFrame(frame);
    from = null;
    box.hidden = true;
    if (event.type === 'pointercancel') return;
    if (isClick(drawn)) click(drawn.from);
    else draw(drawn);
  };
  stage.addEventListener('pointerup', end);
  stage.addEventListener('pointercancel', end);
}

const isClick = ({ from, to }: Drawn): boolean =>
  Math.abs(from[0] - to[0]) < CLICK_PX && Math.abs(from[1] - to[1]) < CLICK_PX;

function place(box: HTMLElement, { from, to }: Drawn): void {
  box.hidden = false;
  box.style.left = `${Math.min(from[0], to[0])}px`;
  box.style.top = `${Math.min(from[1], to[1])}px`;
  box.style.width = `${Math.abs(from[0] - to[0])}px`;
  box.style.height = `${Math.abs(from[1] - to[1])}px`;
}
