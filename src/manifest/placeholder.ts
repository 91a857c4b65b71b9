/** A host that never exists (RFC 2606), where an image or a build still has to be named. */
const host = 'todo.invalid';

/** An image that stands for one that is not known yet. */
export const placeholderImage = (name: string): string => `${host}/${name}:todo`;

/** The context of a build that is not known yet. */
export const placeholderContext = (name: string): string => `https://${host}/${name}.git`;

/** Whether an image or a context is not known yet. */
export const isPlaceholder = (text: string): boolean =>
  text.startsWith(`${host}/`) || text.startsWith(`https://${host}/`);
