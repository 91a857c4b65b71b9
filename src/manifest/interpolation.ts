import { fail, ok, type Result } from '../core/result.ts';

/** One piece of a text with variables in it. */
type Part = string | Variable | Reference;

/** What stands for something that is not known before a start; it stays in the text as it is. */
interface Reference {
  readonly reference: string;
  readonly start: number;
  readonly end: number;
}

interface Variable {
  readonly name: string;
  /** absent for `$V` and `${V}` */
  readonly operator?: Operator;
  readonly operand: readonly Part[];
  /** offsets of the whole expression in the text */
  readonly start: number;
  readonly end: number;
}

type Operator = ':-' | '-' | ':?' | '?' | ':+' | '+';

/** What is wrong with a variable expression, from offset `start` to `end` of its text. */
export interface InterpolationIssue {
  /** `lone`: a "$" that begins no variable, `reference`: one to an output or an address; both stay as they are */
  readonly kind: 'syntax' | 'lone' | 'unset' | 'required' | 'reference';
  /** of the variable; '' where there is none */
  readonly name: string;
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Replaces variables as the Compose Specification says ("Interpolation"), nested defaults included.
 * Where the syntax is wrong or a variable is required the text comes back as far as it could be replaced.
 */
export function interpolate(text: string, variables: Variables, complain: Complain): string {
  const parsed = parseParts(text, 0, 0);
  if (parsed.ok) return parsed.value.parts.map((part) => evaluate(part, variables, complain)).join('');
  complain(parsed.reason);
  return text;
}

/** Where the values of variables come from. */
type Variables = Pick<ReadonlyMap<string, string>, 'get' | 'has'>;

type Complain = (issue: InterpolationIssue) => void;

function evaluate(part: Part, variables: Variables, complain: Complain): string {
  if (typeof part === 'string') return part;
  if ('reference' in part) {
    const { reference, start, end } = part;
    complain({
      kind: 'reference',
      name: '',
      message: outsideOfX,
      hint: `write $${reference} under "x-devstack"`,
      start,
      end,
    });
    return reference;
  }
  if (part.operator !== undefined) return apply(part.operator, part, variables, complain);
  const { name, start, end } = part;
  if (name === '') {
    complain({ kind: 'lone', name, message: 'a "$" must be followed by the name of a variable', hint, start, end });
    return '$';
  }
  const value = variables.get(name);
  if (value === undefined) complain({ kind: 'unset', name, start, end, ...unset(name) });
  return value ?? '';
}

function apply(
  operator: Operator,
  { name, operand, start, end }: Variable,
  variables: Variables,
  complain: Complain,
): string {
  const value = variables.get(name) ?? '';
  // With a colon an empty value counts as unset.
  const given = operator.startsWith(':') ? value !== '' : variables.has(name);
  const otherwise = (): string => operand.map((part) => evaluate(part, variables, complain)).join('');
  switch (operator) {
    case ':-':
    case '-':
      return given ? value : otherwise();
    case ':+':
    case '+':
      return given ? otherwise() : '';
    case ':?':
    case '?': {
      if (given) return value;
      const message = `the variable "${name}" is required: ${otherwise() || 'it is not set'}`;
      complain({ kind: 'required', name, message, hint: 'set it in the shell or in .env', start, end });
      return '';
    }
  }
}

const outsideOfX = 'other tools would take this reference for a variable';

const unset = (name: string) => ({
  message: `the variable "${name}" is not set: it is taken as empty`,
  hint: `set it in the shell or in .env, or write \${${name}:-default}; a literal $ is written $$`,
});

const namePattern = /[A-Za-z_][A-Za-z0-9_]*/y;
const literalInBraces = /[^$}]+/y;
const literalOutside = /[^$]+/y;
const deepest = 20;
const operatorPattern = /:-|:\?|:\+|-|\?|\+/y;

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

type Parsed<Value> = Result<Value, InterpolationIssue>;

/** Parts from an offset to the end of the text, or of the braces that it stands in; `depth` counts these. */
function parseParts(
  text: string,
  from: number,
  depth: number,
): Parsed<{ readonly parts: readonly Part[]; readonly end: number }> {
  const parts: Part[] = [];
  let at = from;
  while (at < text.length && !(depth > 0 && text[at] === '}')) {
    const literal = matchAt(depth > 0 ? literalInBraces : literalOutside, text, at);
    if (literal !== undefined) {
      parts.push(literal);
      at += literal.length;
    } else if (text[at + 1] === '$') {
      parts.push('$');
      at += 2;
    } else {
      const variable = text[at + 1] === '{' ? parseBraces(text, at, depth + 1) : ok(plainAt(text, at));
      if (!variable.ok) return variable;
      parts.push(variable.value);
      at = variable.value.end;
    }
  }
  return ok({ parts, end: at });
}

/** Without a name where none follows the "$". */
function plainAt(text: string, start: number): Variable {
  const name = matchAt(namePattern, text, start + 1) ?? '';
  return { name, operand: [], start, end: start + 1 + name.length };
}

const reference =
  /\$\{(?:jobs\.[a-zA-Z0-9._-]+\.outputs\.[a-zA-Z_]\w*|services\.[a-zA-Z0-9._-]+\.(?:host|port|url)(?:\.\d+)?)\}/y;

function parseBraces(text: string, start: number, depth: number): Parsed<Variable | Reference> {
  if (depth > deepest) return wrong(`variables are nested deeper than ${deepest} levels`, start, start + 2);
  const name = matchAt(namePattern, text, start + 2);
  if (name === undefined) return wrong(`"\${" must be followed by the name of a variable`, start, start + 2);
  const referred = matchAt(reference, text, start);
  if (referred !== undefined) return ok({ reference: referred, start, end: start + referred.length });
  const afterName = start + 2 + name.length;
  if (text[afterName] === '}') return ok({ name, operand: [], start, end: afterName + 1 });
  const operator = matchAt(operatorPattern, text, afterName) as Operator | undefined;
  if (operator === undefined) return wrongAfterName(text, name, start, afterName);
  const operand = parseParts(text, afterName + operator.length, depth);
  if (!operand.ok) return operand;
  const { parts, end } = operand.value;
  if (text[end] !== '}') return wrong(`"\${${name}${operator}" is not closed by a "}"`, start, afterName);
  return ok({ name, operator, operand: parts, start, end: end + 1 });
}

function wrongAfterName(text: string, name: string, start: number, at: number): Parsed<never> {
  const found = text[at];
  if (found === undefined) return wrong(`"\${${name}" is not closed by a "}"`, start, at);
  if (found === '.' && name === 'services') {
    const message = `a reference to an address is written \${services.NAME.host}, \${services.NAME.port} or \${services.NAME.url}`;
    const ofSeveral = `of several ports one is named: \${services.NAME.url.8080}`;
    return fail({ kind: 'syntax', name: '', message, hint: ofSeveral, start, end: at });
  }
  if (found === '.' && name === 'jobs') {
    const message = `a reference to an output is written \${jobs.NAME.outputs.OUTPUT}`;
    return fail({ kind: 'syntax', name: '', message, start, end: at });
  }
  return wrong(`"${found}" can not stand after "\${${name}"`, at, at + 1);
}

const hint = `write $VAR, \${VAR}, \${VAR:-default} or \${VAR:?message}; a literal $ is written $$`;

function wrong(message: string, start: number, end: number): Parsed<never> {
  return fail({ kind: 'syntax', name: '', message, hint, start, end });
}
