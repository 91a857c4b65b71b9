import type { Build } from '../manifest/build-model.ts';

/** An image as it is to be built. */
export interface BuildSpec {
  /** its name, and further ones are in `build.tags` */
  readonly reference: string;
  /** of the project, put on the image as a label, so that it is known whose it is */
  readonly project: string;
  readonly unit: string;
  readonly build: Build;
  /** of the unit, where the build names none */
  readonly platform?: string;
}
