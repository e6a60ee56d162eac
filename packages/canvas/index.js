/**
 * The `canvas` package that chartjs-node-canvas asks for, served by the node-canvas compatible layer that
 * @napi-rs/canvas ships: prebuilt for every platform inside the npm package, so nothing is compiled or downloaded.
 * That layer draws PNG and JPEG only; the SVG and PDF canvases of node-canvas are made here, and `svg-text`, an SVG that keeps its letters.
 */
const { createCanvas: createNativeCanvas, SvgExportFlag } = require('@napi-rs/canvas');
const nodeCanvas = require('@napi-rs/canvas/node-canvas');

/** node-canvas's two forms of `toBuffer`: with a callback, or returning the bytes. */
function toBufferOf(content) {
  return (callback) => {
    if (typeof callback !== 'function') return content();
    Promise.resolve()
      .then(content)
      .then((bytes) => callback(null, bytes), callback);
    return undefined;
  };
}

/** The library asks for a flag of some kind: this one changes the letters of no text. */
const KEEPS_TEXT = SvgExportFlag.RelativePathEncoding;

/**
 * Letters as outlines look the same to a reader who lacks the font. Clip paths are numbered anew: the library counts them through the life
 * of the process, and the same chart would differ from one drawing to the next.
 */
function createSvgCanvas(width, height, flag = SvgExportFlag.ConvertTextToPaths, finished = (svg) => svg) {
  const canvas = createNativeCanvas(width, height, flag);
  canvas.toBuffer = toBufferOf(() =>
    Buffer.from(finished(renumbered(canvas.getContent().toString('utf8'), /\bcl_[0-9a-f]+\b/g))),
  );
  return canvas;
}

function renumbered(svg, idPattern) {
  const places = new Map();
  return svg.replace(idPattern, (id) => {
    if (!places.has(id)) places.set(id, places.size);
    return `cl_${places.get(id)}`;
  });
}

/** Fonts as wide as the one that charts are laid out with, for a reader who lacks it. */
const SIMILAR_FONTS = 'Bitstream Vera Sans, Verdana, sans-serif';

const anchors = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' };

/**
 * An SVG whose text is text: it can be searched and edited. The library writes letter by letter, each with its place, and ligatures as one
 * letter; so it draws the number of each text instead, and the whole text with its anchor is put there at the end.
 */
function createSvgTextCanvas(width, height) {
  const texts = [];
  const canvas = createSvgCanvas(width, height, KEEPS_TEXT, (svg) => withTexts(svg, texts));
  const context = canvas.getContext('2d');
  const draw = context.fillText.bind(context);
  context.fillText = (text, x, y) => {
    if (String(text).trim() === '') return;
    texts.push({ text: String(text), anchor: anchors[context.textAlign] });
    const align = context.textAlign;
    context.textAlign = 'left';
    draw(String(texts.length - 1), x, y);
    context.textAlign = align;
  };
  return canvas;
}

const TEXT =
  /<text ([^>]*?)\s*font-size="([^"]*)"([^>]*?) font-family="([^"]*)" x="([^,"]*)[^"]*" y="([^,"]*)[^"]*">\s*(\d+)\s*<\/text>/g;

function withTexts(svg, texts) {
  return svg.replace(TEXT, (_whole, colour, size, weight, family, x, y, number) => {
    const { text, anchor } = texts[Number(number)];
    const bold = weight.includes('font-weight') ? ' font-weight="bold"' : '';
    const start = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
    const blanks = /^\s|\s\s|\s$/.test(text) ? ' xml:space="preserve"' : '';
    const fonts = `font-family="${family}, ${SIMILAR_FONTS}" font-size="${size}"${bold}`;
    return `<text x="${x}" y="${y}" ${colour} ${fonts}${start}${blanks}>${escaped(text)}</text>`;
  });
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Too little to be seen, and enough for the library to see: spaced letters make no ligatures, and a reader who searches for "fit" finds it. */
const NO_LIGATURES = '0.001px';

/**
 * A document of one page, with its fonts in it and no date; it is closed when its bytes are taken, which can be done once.
 */
function createPdfCanvas(width, height) {
  const document = new nodeCanvas.PDFDocument();
  const context = document.beginPage(width, height);
  const draw = context.fillText.bind(context);
  // A font that is set takes the spacing back, so it is set with every text.
  context.fillText = (...text) => {
    context.letterSpacing = NO_LIGATURES;
    draw(...text);
  };
  const canvas = { width, height, style: {}, getContext: () => context };
  canvas.toBuffer = toBufferOf(() => {
    document.endPage();
    return document.close();
  });
  Object.defineProperty(context, 'canvas', { value: canvas });
  return canvas;
}

function createCanvas(width, height, type) {
  if (type === 'svg') return createSvgCanvas(width, height);
  if (type === 'svg-text') return createSvgTextCanvas(width, height);
  if (type === 'pdf') return createPdfCanvas(width, height);
  return nodeCanvas.createCanvas(width, height, type);
}

module.exports = { ...nodeCanvas, createCanvas };
