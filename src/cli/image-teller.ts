import type { BuildProgress, PullProgress } from '../engine/engine.ts';
import { sanitizeLine } from '../ui/sanitize.ts';
import { errorTheme } from './out.ts';
import type { Shell } from './shell.ts';

/** How often the progress of one image is told, in ms. */
const period = 1000;

/** Tells what becomes of images, in lines on standard error. */
export interface ImageTeller {
  build(image: string, progress: BuildProgress): void;
  bytes(image: string, progress: PullProgress): void;
  done(image: string, what: string): void;
}

/** `quiet`: only what is done at the end is told. */
export function imageTeller(shell: Shell, quiet: boolean): ImageTeller {
  const theme = errorTheme(shell);
  const toldAt = new Map<string, number>();
  const line = (image: string, text: string): void => {
    const clean = sanitizeLine(text, theme.colorLevel > 0);
    shell.stderr.write(`${theme.paint('strong', image)} ${theme.paint('dim', theme.glyphs.bar)} ${clean}\n`);
  };
  return {
    build(image, progress) {
      if (quiet) return;
      const isStep = progress.kind === 'step';
      line(image, isStep ? `${progress.number}/${progress.total} ${progress.name}` : progress.line);
    },
    bytes(image, { current, total, status }) {
      const now = Date.now();
      if (quiet || now - (toldAt.get(image) ?? 0) < period) return;
      toldAt.set(image, now);
      const share = total === 0 ? '' : ` ${Math.floor((100 * current) / total)} %`;
      line(image, `${status.toLowerCase()}${share}`);
    },
    done(image, what) {
      line(image, theme.paint('good', what));
    },
  };
}
