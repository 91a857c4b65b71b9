import { keyCases } from './key-cases.ts';
import type { Unit } from './unit.ts';

/** Those of its variables that a test is about, in the order of the alphabet. */
const variables = (unit: Unit) => unit.sh("env | grep '^[A-Z]_' | sort");

const files = {
  'plain.env': '# comment\nA_PLAIN=1\nexport A_EXPORTED=2\nA_EMPTY=\n\n',
  'quoted.env': `B_DOUBLE="a\\tb # no comment"\nB_SINGLE='$HOME \\t'\nB_COMMENT=value # comment\nB_COLON: yaml\n`,
  'references.env':
    'C_FIRST=one\nC_SECOND=$' + '{C_FIRST}-two\nC_DEFAULT=$' + '{C_NOWHERE:-three}\nC_SHELL=$FROM_SHELL\n',
  'lines.env': 'D_LINES="first\nsecond"\n',
  'raw.env': `E_RAW="quoted" $HOME # kept\n`,
  'bare.env': 'F_GIVEN\nF_ABSENT\n',
  'later.env': 'A_PLAIN=later\n',
};

keyCases(
  'the environment of a container',
  [
    {
      key: 'environment',
      shows: 'as a map takes texts, numbers, booleans and empty texts',
      service: 'environment: { A_TEXT: some words, B_NUMBER: 1.50, C_TRUE: "true", D_EMPTY: "" }',
      see: variables,
      is: 'A_TEXT=some words\nB_NUMBER=1.5\nC_TRUE=true\nD_EMPTY=',
    },
    {
      key: 'environment',
      shows: 'as a list takes what is behind the first sign of equality',
      service: 'environment: ["A_EQUAL=a=b", "B_QUOTED=\\"c\\"", "C_EMPTY="]',
      see: variables,
      is: 'A_EQUAL=a=b\nB_QUOTED="c"\nC_EMPTY=',
    },
    {
      key: 'environment',
      shows: 'without a value hands on what the shell has, and nothing where it has nothing',
      service: 'environment: { F_GIVEN: null, F_ABSENT: null, G_PRESENT: yes }',
      see: variables,
      is: 'F_GIVEN=from the shell\nG_PRESENT=yes',
    },
    {
      key: 'environment',
      shows: 'without a value takes a variable of the image away where the shell has none',
      service: 'environment: [PATH]\ncommand: [/bin/sleep, infinity]',
      see: async (unit) => (await unit.inspect()).Config.Env,
      is: ['PATH'],
    },
    {
      key: 'environment',
      shows: 'in a list without a value hands on what the shell has',
      service: 'environment: [F_GIVEN, F_ABSENT]',
      see: variables,
      is: 'F_GIVEN=from the shell',
    },
    {
      key: 'environment',
      shows: 'without a value takes away what the image has, where the shell has nothing',
      service: 'image: node:24-slim\nenvironment: [NODE_VERSION, F_GIVEN]',
      see: (unit) => unit.sh("env | grep -E '^(NODE_VERSION|F_GIVEN)'"),
      is: 'F_GIVEN=from the shell',
    },
    {
      key: 'environment',
      shows: 'is interpolated, and two dollars are one',
      service: `environment: { A_SHELL: "\${FROM_SHELL}!", B_DOLLAR: "$\${FROM_SHELL}" }`,
      see: variables,
      is: 'A_SHELL=outside!\nB_DOLLAR=${FROM_SHELL}',
    },
    {
      key: 'env_file',
      shows: 'as one path is read, with comments and "export"',
      service: 'env_file: plain.env',
      see: variables,
      is: 'A_EMPTY=\nA_EXPORTED=2\nA_PLAIN=1',
    },
    {
      key: 'env_file',
      shows: 'as a list is read in order: the later wins',
      service: 'env_file: [plain.env, ./later.env]',
      see: variables,
      is: 'A_EMPTY=\nA_EXPORTED=2\nA_PLAIN=later',
    },
    {
      key: 'env_file',
      shows: 'is overridden by "environment"',
      service: 'env_file: plain.env\nenvironment: { A_PLAIN: own }',
      see: variables,
      is: 'A_EMPTY=\nA_EXPORTED=2\nA_PLAIN=own',
    },
    {
      key: 'env_file',
      shows: 'knows quotes, escapes and comments behind a value',
      service: 'env_file: quoted.env',
      see: variables,
      is: 'B_COLON=yaml\nB_COMMENT=value\nB_DOUBLE=a\tb # no comment\nB_SINGLE=$HOME \\t',
    },
    {
      key: 'env_file',
      shows: 'refers to what stands above it, and to the shell',
      service: 'env_file: references.env',
      see: variables,
      is: 'C_DEFAULT=three\nC_FIRST=one\nC_SECOND=one-two\nC_SHELL=outside',
    },
    {
      key: 'env_file',
      shows: 'has values of several lines',
      service: 'env_file: lines.env',
      see: (unit) => unit.sh('echo "$D_LINES"'),
      is: 'first\nsecond',
    },
    {
      key: 'env_file',
      shows: 'with a name alone hands on what the shell has',
      service: 'env_file: bare.env',
      see: variables,
      is: 'F_GIVEN=from the shell',
    },
    {
      key: 'env_file.path',
      shows: 'is the file in the long form',
      service: 'env_file: [{ path: plain.env }]',
      see: variables,
      is: 'A_EMPTY=\nA_EXPORTED=2\nA_PLAIN=1',
    },
    {
      key: 'env_file.required',
      shows: 'false: a file that is not there is passed over',
      service: 'env_file: [{ path: missing.env, required: false }, { path: later.env, required: true }]',
      see: variables,
      is: 'A_PLAIN=later',
    },
    {
      key: 'env_file.format',
      shows: '"raw" takes values letter by letter',
      service: 'env_file: [{ path: raw.env, format: raw }]',
      see: variables,
      is: 'E_RAW="quoted" $HOME # kept',
    },
  ],
  { files, environment: { FROM_SHELL: 'outside', F_GIVEN: 'from the shell', HOME: '/root' } },
);
