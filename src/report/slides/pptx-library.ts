import module from 'pptxgenjs';

/**
 * The library that writes presentations, in a file of its own: it is imported when one is written. Node and
 * bundlers give its class in two ways.
 */
export const Presentation = ((module as unknown as { default?: unknown }).default ??
  module) as typeof module.default;
