/** The end of the last line is enough for people; characters. */
const longest = 200;

/** What a test that did not pass said, such as `exit 1: no such file`: its exit code and the last line that it wrote. */
export function testText(exitCode: number, output: string): string {
  const line = output.trim().split('\n').at(-1)?.trim() ?? '';
  return line === '' ? `exit ${exitCode}` : `exit ${exitCode}: ${line.slice(0, longest)}`;
}
