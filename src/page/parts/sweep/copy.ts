/**
 * Puts a text on the reader's clipboard, and says whether it is there. A page that was opened from a disk may
 * have no clipboard of its own: then by a selection.
 */
export async function copied(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard !== undefined) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // The reader, or the browser, does not let a page write there.
  }
  return copiedBySelection(text);
}

function copiedBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  try {
    return document.execCommand('copy');
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
