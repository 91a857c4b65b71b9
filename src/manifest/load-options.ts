/** What to load, and for whom. */
export interface LoadOptions {
  /** files or folders, each over those before it; absent: `COMPOSE_FILE`, else looked for in `cwd` and its parents */
  readonly files?: readonly string[];
  /** where relative paths count from; absent: the folder of the first file */
  readonly projectDirectory?: string;
  /** files of variables; absent: `COMPOSE_ENV_FILES`, else `.env` of the project's folder */
  readonly envFiles?: readonly string[];
  /** absent: those of `COMPOSE_PROFILES` */
  readonly profiles?: readonly string[];
  /** instead of `COMPOSE_PROJECT_NAME`, and of the file's own */
  readonly projectName?: string;
  /** what the project is called instead of the name that it would have, such as for a second stack of the same files */
  readonly rename?: (name: string, paths: readonly string[]) => string;
  /** absolute */
  readonly cwd: string;
  /** variables of the shell */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** what files are to be taken to say, by absolute path, whatever is in them: a change that is yet to be written */
  readonly texts?: ReadonlyMap<string, string>;
}
