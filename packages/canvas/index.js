/**
 * The `canvas` package that chartjs-node-canvas asks for, served by the node-canvas compatible layer that
 * @napi-rs/canvas ships: prebuilt for every platform inside the npm package, so nothing is compiled or downloaded.
 * That layer draws PNG and JPEG only; the SVG and PDF canvases of node-canvas are made here.
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

/**
 * Text becomes paths, so the picture looks the same to a reader who lacks the font. Clip paths are numbered anew: the library counts them
 * through the life of the process, and the same chart would differ from one drawing to the next.
 */
function createSvgCanvas(width, height) {
  const canvas = createNativeCanvas(width, height, SvgExportFlag.ConvertTextToPaths);
  canvas.toBuffer = toBufferOf(() =>
    Buffer.from(renumbered(canvas.getContent().toString('utf8'), /\bcl_[0-9a-f]+\b/g)),
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

/** A document of one page; it is closed when its bytes are taken, which can be done once. */
function createPdfCanvas(width, height) {
  const document = new nodeCanvas.PDFDocument();
  const context = document.beginPage(width, height);
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
  if (type === 'pdf') return createPdfCanvas(width, height);
  return nodeCanvas.createCanvas(width, height, type);
}

module.exports = { ...nodeCanvas, createCanvas };
