/** Why the system does not let a file or a folder be written, for people. */
export const whyUnwritable = (thrown: unknown): string => {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return reasons.get(code) ?? 'the system refuses it';
};

const reasons = new Map([
  ['ENOENT', 'there is no such folder'],
  ['EACCES', 'you may not write there'],
  ['EISDIR', 'it is a folder'],
  ['EEXIST', 'there is a file of that name'],
  ['ENOTDIR', 'a part of the path is a file'],
  ['EPERM', 'nothing can be written there'],
  ['EROFS', 'nothing can be written there'],
  ['ENOSPC', 'there is no space left'],
  ['EDQUOT', 'there is no space left'],
]);
