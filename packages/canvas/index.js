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
    setImmediate(() => {
      let bytes;
      try {
        bytes = content();
      } catch (error) {
        callback(error);
        return;
      }
      callback(null, bytes);
    });
    return undefined;
  };
}

/** Text becomes paths, so the picture looks the same to a reader who lacks the font. */
function createSvgCanvas(width, height) {
  const canvas = createNativeCanvas(width, height, SvgExportFlag.ConvertTextToPaths);
  canvas.toBuffer = toBufferOf(() => canvas.getContent());
  return canvas;
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
