import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Document, parseAllDocuments } from 'yaml';
import { DevstackError, exitCodes } from '../../core/failure.ts';
import { findComposeFiles, shownPath } from '../../manifest/find.ts';
import { exampleManifest } from '../../manifest/proposal/example.ts';
import { manifestFromStages } from '../../manifest/proposal/from-stages.ts';
import { type Proposal, proposeStages } from '../../manifest/proposal/propose-stages.ts';
import { readStageList } from '../../manifest/proposal/read-stage-list.ts';
import { toDevstack } from '../../manifest/proposal/to-devstack.ts';
import { readText } from '../../manifest/read-text.ts';
import { at } from '../../manifest/tree.ts';
import type { Handler, Options } from '../command.ts';
import { writeText } from '../deliver.ts';
import type { Shell } from '../shell.ts';
import { readStack, type Stack } from '../stack.ts';

/** A file to be written. */
interface Draft {
  /** absolute */
  readonly path: string;
  readonly text: string;
}

const usage = (message: string, hint: string): DevstackError =>
  new DevstackError({ code: 'usage', family: 'usage', message, hint });

function documentOf(path: string, text: string): Document {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'error' });
  const [document] = 'empty' in documents ? [] : documents;
  if (document !== undefined && documents.length === 1) return document;
  throw usage(`"${path}" has several documents`, 'put them together first: devstack config -o compose.yaml');
}

/** With blanks within brackets where the file has them. */
const textOf = (document: Document, source: string): string =>
  document.toString({ lineWidth: 0, flowCollectionPadding: /[[{] /.test(source) });

/** The files of a project as devstack has them: the first, and the one that overrides it. */
async function converted(paths: readonly string[], { manifest, files }: Stack): Promise<readonly Draft[]> {
  const sources = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  const documents = sources.map((source, index) => documentOf(paths[index] ?? '', source));
  const units = documents.map((document) => keysOf(document.toJS().services));
  const own = new Set(units.flat());
  const proposal = proposeStages(manifest, own);
  const keysOfUnit = (unit: string): ReadonlySet<string> => {
    const tree = at(files.tree, 'services', unit);
    return new Set(tree?.kind === 'map' ? tree.entries.keys() : []);
  };
  return documents.map((document, index) => {
    const isFirst = index === 0;
    toDevstack(document, { proposal, isFirst, before: new Set(units.slice(0, index).flat()), keysOf: keysOfUnit });
    const path = join(dirname(paths[0] ?? ''), isFirst ? 'devstack.yaml' : 'devstack.override.yaml');
    const head = isFirst ? headOf(basename(paths[0] ?? ''), proposal) : '';
    return { path, text: `${head}${textOf(document, sources[index] ?? '')}` };
  });
}

const keysOf = (map: unknown): readonly string[] => Object.keys(map ?? {});

const headOf = (name: string, { stages, jobs }: Proposal): string =>
  [
    `# Proposed by "devstack init" from ${name}: see whether the ${stages.length > 0 ? 'stages' : 'order'} and the jobs are right.`,
    '# A dependency without a condition waits until the other unit is ready, and ports are published on 127.0.0.1.',
    ...(stages.length > 0 ? [] : ['# There are no stages, since units of included files can not be given one here.']),
    ...(jobs.size > 0 ? ['# Jobs run again only when something that counts for them has changed.'] : []),
    '',
    '',
  ].join('\n');

async function fromStages(file: string, shell: Shell): Promise<Draft> {
  const path = resolve(shell.folder, file);
  const text = await readText(path, file, new AbortController().signal);
  if (!text.ok) throw usage(text.reason.message, 'name a file that can be read');
  if (text.value === undefined) throw usage(`the file "${file}" does not exist`, 'name the JSON of a list of stages');
  const stages = readStageList(text.value);
  if (!stages.ok) {
    const hint = 'it is to be what the API of the pipeline, or "devstack stage list --json", lists';
    throw usage(`"${file}" is no list of stages: ${stages.reason}`, hint);
  }
  return { path: join(shell.folder, 'devstack.yaml'), text: manifestFromStages(stages.value, basename(file)) };
}

async function draftsOf(options: Options, shell: Shell): Promise<readonly Draft[]> {
  if (options.fromStages !== undefined) return [await fromStages(options.fromStages, shell)];
  const found = options.file ?? (await findComposeFiles(shell.folder, new AbortController().signal));
  if (found.length === 0) return [{ path: join(shell.folder, 'devstack.yaml'), text: exampleManifest }];
  const stack = await readStack({ ...options, file: found, profile: ['*'] }, {}, shell);
  if (stack.manifest.dialect === 'devstack') {
    throw usage(`"${stack.manifest.file}" is no Compose file, but devstack's own`, 'name a Compose file with -f');
  }
  const { paths } = stack.files;
  if (paths.length > 2) {
    throw usage(
      `init reads a file and one that overrides it, not ${paths.length}`,
      'put them together first: devstack config -o compose.yaml',
    );
  }
  return await converted(paths, stack);
}

function refuseToOverwrite(drafts: readonly Draft[], shell: Shell): void {
  const there = drafts.find(({ path }) => existsSync(path));
  if (there === undefined) return;
  const hint = 'look at what would be written with --dry-run, or write over it with --force';
  throw usage(`"${shownPath(there.path, shell.folder)}" is there already`, hint);
}

/** Reads what was written, and says what is in it. */
async function check(drafts: readonly Draft[], shell: Shell): Promise<string> {
  try {
    const { manifest } = await readStack({ file: drafts.map(({ path }) => path), profile: ['*'] }, {}, shell);
    const jobs = [...manifest.units.values()].filter(({ kind }) => kind === 'job').length;
    const stages = manifest.stages.length === 0 ? '' : ` in ${count(manifest.stages.length, 'stage')}`;
    return `${count(manifest.units.size - jobs, 'service')} and ${count(jobs, 'job')}${stages}`;
  } catch (thrown) {
    if (!(thrown instanceof DevstackError)) throw thrown;
    const message = 'what was written needs your hand before it can be used';
    throw new DevstackError({ ...thrown.failure, message });
  }
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** Writes a devstack.yaml, from the Compose file that is there or as an example. */
export const init: Handler = async ({ options }, shell) => {
  const drafts = await draftsOf(options, shell);
  const shown = drafts.map(({ path }) => shownPath(path, shell.folder));
  if (options.dryRun) {
    const texts = drafts.map(({ text }, index) => (drafts.length === 1 ? text : `# ${shown[index]}\n${text}`));
    shell.stdout.write(texts.join('\n'));
    return exitCodes.ok;
  }
  if (!options.force) refuseToOverwrite(drafts, shell);
  for (const { path, text } of drafts) await writeText(path, text, shell);
  shell.stdout.write(`wrote ${shown.join(' and ')}: ${await check(drafts, shell)}\n`);
  return exitCodes.ok;
};
