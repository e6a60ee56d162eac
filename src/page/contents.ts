/** The part of the window, in percent from its top, in which the reader is taken to read. */
const READ_IN = 25;

/**
 * Marks in the list of contents the section that is being read, and keeps it in view there. Without this the
 * list is links alone.
 */
export function followReading(): void {
  const nav = document.querySelector<HTMLElement>('nav.contents');
  const sections = [...document.querySelectorAll<HTMLElement>('main > section[id]')];
  if (nav === null || sections.length === 0) return;
  const linkOf = new Map(
    [...nav.querySelectorAll('a')].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
  );
  const mark = (section: HTMLElement | undefined) => {
    const link = section && linkOf.get(section.id);
    if (link === undefined || link.ariaCurrent === 'location') return;
    for (const other of linkOf.values()) other.ariaCurrent = null;
    link.ariaCurrent = 'location';
    showIn(nav.firstElementChild, link);
  };
  mark(sections[0]);
  const seen = new Set<Element>();
  const upper = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target);
        else seen.delete(target);
      }
      // Between two sections it is the one before, above all of them the first.
      const isAbove = sections[0].getBoundingClientRect().top > 0;
      mark(sections.find((section) => seen.has(section)) ?? (isAbove ? sections[0] : undefined));
    },
    { rootMargin: `0px 0px -${100 - READ_IN}% 0px` },
  );
  for (const section of sections) upper.observe(section);
  // The last ones may be too short to come to the line: a link leads to them all the same.
  addEventListener('hashchange', () => {
    requestAnimationFrame(() => mark(sections.find(({ id }) => `#${id}` === location.hash)));
  });
}

/** Scrolls a list, and nothing around it, until a link in it is in view. */
function showIn(list: Element | null, link: HTMLElement): void {
  if (list === null || list.scrollHeight <= list.clientHeight) return;
  const [all, one] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
  if (one.top >= all.top && one.bottom <= all.bottom) return;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const top = list.scrollTop + one.top - all.top - (all.height - one.height) / 2;
  list.scrollTo({ top, behavior: isStill ? 'auto' : 'smooth' });
}
