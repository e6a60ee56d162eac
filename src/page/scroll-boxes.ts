/** The names of boxes that scroll, while they are watched. */
const names = new WeakMap<Element, string>();

const watch =
  typeof ResizeObserver === 'undefined'
    ? null
    : new ResizeObserver((entries) => {
        const boxes = entries.map(({ target }) => (names.has(target) ? target : target.parentElement));
        for (const box of new Set(boxes)) if (box !== null) show(box as HTMLElement);
      });

/**
 * Lets the keyboard reach a box while what is in it is wider than the box, under a name. A box in which all
 * is seen is no stop on the way through the page.
 */
export function keepReachable(box: HTMLElement, name: string): void {
  if (names.get(box) === name) return;
  const isNew = !names.has(box);
  names.set(box, name);
  if (!isNew) {
    show(box);
    return;
  }
  watch?.observe(box);
  if (box.firstElementChild !== null) watch?.observe(box.firstElementChild);
}

function show(box: HTMLElement): void {
  const scrolls = box.scrollWidth > box.clientWidth + 1;
  const attributes = { tabindex: '0', role: 'region', 'aria-label': names.get(box) ?? '' };
  for (const [attribute, value] of Object.entries(attributes)) {
    if (scrolls) box.setAttribute(attribute, value);
    else box.removeAttribute(attribute);
  }
}
