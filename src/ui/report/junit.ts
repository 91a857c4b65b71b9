import type { Failure } from '../../core/failure.ts';
import { failureText } from '../failure-lines.ts';
import type { ReportedStage, ReportedStep, RunReport } from './run-report.ts';
import { type Element, xmlDocument } from './xml.ts';

/**
 * The steps of a run as a JUnit file: a suite for each stage, in it a case for each of its units and one for the stage as
 * a whole. Kept to what the schema of Jenkins (`junit-10.xsd`) and the readers of GitLab and GitHub have in common.
 */
export function junitXml(report: RunReport): string {
  const suites = [...report.stages.map((stage, index) => suiteOf(report, stage, index)), ...stackSuite(report)];
  return xmlDocument({
    name: 'testsuites',
    attributes: {
      name: report.name,
      tests: sum(suites, ({ cases }) => cases.length),
      failures: sum(suites, (suite) => countOf(suite, 'failure')),
      errors: sum(suites, (suite) => countOf(suite, 'error')),
      time: seconds(report.durationMs),
    },
    children: suites.map((suite) => suiteElement(report, suite)),
  });
}

interface Case {
  readonly name: string;
  readonly durationMs?: number | undefined;
  readonly children: readonly Element[];
}

interface Suite {
  readonly name: string;
  readonly durationMs: number;
  readonly cases: readonly Case[];
}

function suiteOf({ name }: RunReport, stage: ReportedStage, index: number): Suite {
  const steps = stage.steps.map(stepCase);
  const longest = Math.max(0, ...stage.steps.map(({ durationMs = 0 }) => durationMs));
  return {
    name: stage.name === '' ? name : `${index + 1} ${stage.name}`,
    durationMs: stage.durationMs ?? longest,
    cases: stage.name === '' ? steps : [...steps, stageCase(stage)],
  };
}

/** What has failed without being the failure of a unit has to count too. */
const stackSuite = ({ name, failure, durationMs }: RunReport): readonly Suite[] =>
  failure === undefined
    ? []
    : [{ name: 'stack', durationMs, cases: [{ name, durationMs, children: [errorElement(failure)] }] }];

function stepCase({ name, kind, verdict, durationMs }: ReportedStep): Case {
  const children = (() => {
    switch (verdict.kind) {
      case 'passed':
        return [element('system-out', {}, verdict.note)];
      case 'skipped':
        return [element('skipped', { message: verdict.why })];
      case 'failed': {
        const { message, code } = verdict.failure;
        return [element('failure', { message, type: code }, failureText([verdict.section]))];
      }
    }
  })();
  return { name: kind === 'job' ? `job ${name}` : name, durationMs, children };
}

function stageCase({ name, status, reason = status, durationMs }: ReportedStage): Case {
  const children = (() => {
    switch (status) {
      case 'done':
        return [];
      case 'error':
        return [element('failure', { message: reason, type: 'stage' }, reason)];
      case 'queued':
      case 'ongoing':
      case 'skipped':
      case 'canceled':
        return [element('skipped', { message: reason })];
      default:
        return status satisfies never;
    }
  })();
  return { name: `stage ${name}`, durationMs, children };
}

function errorElement({ message, code, hint, evidence }: Failure): Element {
  const lines = [message, ...(evidence?.logs ?? []), ...(hint === undefined ? [] : [`hint: ${hint}`])];
  return element('error', { message, type: code }, `${lines.join('\n')}\n`);
}

function suiteElement(report: RunReport, suite: Suite): Element {
  const { name, durationMs, cases } = suite;
  const attributes = {
    name,
    tests: cases.length,
    failures: countOf(suite, 'failure'),
    errors: countOf(suite, 'error'),
    skipped: countOf(suite, 'skipped'),
    time: seconds(durationMs),
    timestamp: new Date(report.at).toISOString().slice(0, 19),
  };
  // A dot parts the names of packages, and there are readers that show only what follows the last one.
  const classname = `${report.name}.${name.replaceAll('.', '_')}`;
  const children = cases.map((one) =>
    element('testcase', { classname, name: one.name, time: seconds(one.durationMs ?? 0) }, ...one.children),
  );
  return element('testsuite', attributes, ...children);
}

const countOf = ({ cases }: Suite, kind: 'failure' | 'error' | 'skipped'): number =>
  cases.filter(({ children }) => children.some(({ name }) => name === kind)).length;

const sum = (suites: readonly Suite[], count: (suite: Suite) => number): number =>
  suites.reduce((total, suite) => total + count(suite), 0);

const element = (
  name: string,
  attributes: Element['attributes'],
  ...children: Element['children'][number][]
): Element => ({
  name,
  attributes,
  children,
});

const seconds = (ms: number): string => (Math.max(0, ms) / 1000).toFixed(3);
