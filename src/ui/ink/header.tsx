import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { formatDuration } from '../../core/duration.ts';
import type { Tone } from '../glyphs.ts';
import { clockText, type Progress, progressOf } from '../select/progress.ts';
import type { Theme } from '../theme.ts';
import type { Frame } from './frame.ts';

function phaseText({ phase, elapsedMs }: Progress, { glyphs }: Theme): readonly [Tone, string] {
  switch (phase) {
    case 'starting':
      return ['busy', 'starting'];
    case 'running':
      return ['good', `${glyphs.ready} ready after ${formatDuration(elapsedMs)}`];
    case 'failed':
      return ['bad', `${glyphs.failed} FAILED`];
    case 'stopping':
      return ['warn', 'stopping'];
    case 'stopped':
      return ['dim', `${glyphs.stopped} stopped`];
    case 'detached':
      return ['good', 'detached'];
  }
}

const roomyColumns = 80;

/** Program, project, phase and stage; how many are ready, and the time. */
export function Header({ view, layout, theme, now }: Frame): ReactNode {
  const progress = progressOf(view, now);
  const [tone, phase] = phaseText(progress, theme);
  const { stage } = progress;
  const where = stage === undefined ? '' : ` · stage ${stage.number}/${stage.count} ${stage.name}`;
  const program = layout.columns < roomyColumns ? '' : ` ${theme.paint('dim', 'devstack')} `;
  return (
    <Box width={layout.columns} height={1} flexShrink={0} justifyContent="space-between">
      <Text wrap="truncate">
        {`${program} ${theme.paint('strong', progress.project)}  `}
        {theme.paint(tone, phase)}
        {theme.paint('dim', where)}
      </Text>
      <Box flexShrink={0}>
        <Text>
          {theme.paint('plain', ` ${progress.ready}/${progress.total} ready`)}
          {theme.paint('dim', `  ${clockText(progress.elapsedMs)} `)}
        </Text>
      </Box>
    </Box>
  );
}
