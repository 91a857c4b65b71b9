/** How a CI system's own viewer is told what the lines of a log mean. Each text ends with a line break, or is empty. */
export interface CiMarks {
  /** Opens a group that can be folded; `id` is unique in the log, `at` ms since the epoch. */
  open(title: string, id: number, at: number): string;
  /** Closes what was opened last. */
  close(title: string, id: number, at: number): string;
  /** Begins what belongs to no group any more, where groups have no end of their own. */
  after(title: string): string;
  /** Lifts a failure out of the lines. */
  error(title: string, message: string): string;
  /** A line that is not ours, so that none of it is taken for a command to the CI system. */
  harmless(line: string): string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The marks of the CI system that this environment is of; undefined where its log has no groups. */
export function ciMarksOf(environment: Environment): CiMarks | undefined {
  if (environment.GITHUB_ACTIONS === 'true') return github;
  if (environment.GITLAB_CI === 'true') return gitlab;
  if (environment.TF_BUILD !== undefined && environment.TF_BUILD.toLowerCase() === 'true') return azure;
  if (environment.BUILDKITE === 'true') return buildkite;
  return environment.TEAMCITY_VERSION === undefined ? undefined : teamcity;
}

const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');

/** Workflow commands of GitHub Actions: the escapes are those of its toolkit. */
const github: CiMarks = {
  open: (title) => `::group::${inData(title)}\n`,
  close: () => '::endgroup::\n',
  after: () => '',
  error: (title, message) => `::error title=${inProperty(title)}::${inData(message)}\n`,
  // The runner looks for `::` at the start of a line, blanks aside, and for its older commands anywhere.
  harmless: (line) => broken(line.replace(/^(\s*):(?=:)/u, `$1:${gap}`)),
};

const inData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const inProperty = (text: string): string => inData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Sections of GitLab: their names may hold letters, digits, `_`, `.` and `-`; the header is what follows the marker. */
const gitlab: CiMarks = {
  open: (title, id, at) => `${section(`section_start:${seconds(at)}:devstack_${id}`)}${oneLine(title)}\n`,
  close: (_, id, at) => `${section(`section_end:${seconds(at)}:devstack_${id}`)}\n`,
  after: () => '',
  error: () => '',
  harmless: (line) => line.replaceAll(/section_(?=(?:start|end):)/g, `section_${gap}`),
};

const eraseLine = `${String.fromCharCode(27)}[0K`;
const section = (marker: string): string => `${eraseLine}${marker}\r${eraseLine}`;
const seconds = (at: number): number => Math.floor(at / 1000);

/** Formatting and logging commands of Azure Pipelines. */
const azure: CiMarks = {
  open: (title) => `##[group]${oneLine(title)}\n`,
  close: () => '##[endgroup]\n',
  after: () => '',
  error: (title, message) => `##vso[task.logissue type=error]${oneLine(`${title}: ${message}`)}\n`,
  harmless: (line) => broken(line),
};

/** Buildkite's groups end where the next one begins; an open failure is shown unfolded. */
const buildkite: CiMarks = {
  open: (title) => `--- ${oneLine(title)}\n`,
  close: () => '',
  after: (title) => `+++ ${oneLine(title)}\n`,
  error: () => '^^^ +++\n',
  harmless: (line) => line.replace(/^(?=---|\+\+\+|~~~|\^\^\^)/, gap),
};

/** Service messages of TeamCity, with its escapes. */
const teamcity: CiMarks = {
  open: (title, id) => `##teamcity[blockOpened name='${inMessage(`${id} ${title}`)}']\n`,
  close: (title, id) => `##teamcity[blockClosed name='${inMessage(`${id} ${title}`)}']\n`,
  after: () => '',
  error: (title, message) => `##teamcity[message text='${inMessage(`${title}: ${message}`)}' status='ERROR']\n`,
  harmless: (line) => broken(line),
};

const inMessage = (text: string): string => oneLine(text).replaceAll(/[|'[\]]/g, (sign) => `|${sign}`);

/** Takes no room, and ends what a machine reads as one word. */
const gap = '\u200b';
const broken = (line: string): string => line.replaceAll(/##(?=\[|vso\[|teamcity\[)/g, `##${gap}`);
