import { widthOf } from '../width.ts';

/**
 * Stands in for the module of this name that Ink asks for the width of every cell, which is most of what a frame costs:
 * the bundler puts it there. The same widths, without a segmenter for what is plainly one column wide.
 */
export default widthOf;
