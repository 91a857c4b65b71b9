import type { Figure } from './figure.ts';
import { firstFrameFigures } from './first-frame.ts';
import { floodFigures } from './flood.ts';
import { frameFigures } from './frames.ts';
import { idleFigures } from './idle.ts';
import { startingFigures } from './starting.ts';
import type { Stage } from './trial.ts';
import { waitingFigures } from './waiting.ts';

const cases: Readonly<Record<string, (stage: Stage) => Promise<readonly Figure[]>>> = {
  frames: frameFigures,
  'first-frame': firstFrameFigures,
  flood: floodFigures,
  idle: idleFigures,
  starting: startingFigures,
  waiting: waitingFigures,
};

/** The cases of the terminal that a name stands for: one, or with `ui` all; undefined for any other. */
export function terminalCase(name: string): ((stage: Stage) => Promise<readonly Figure[]>) | undefined {
  if (name !== 'ui') return cases[name];
  return async (stage) => {
    const figures: Figure[] = [];
    for (const [each, measure] of Object.entries(cases)) {
      figures.push(...(await measure(stage)));
      process.stderr.write(`${each} done\n`);
    }
    return figures;
  };
}
