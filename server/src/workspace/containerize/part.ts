import type { Change } from './change-manifest.ts';
import type { Choice } from './plan.ts';

/** What an image comes to in a part of its Deployment. */
export interface Part {
  /** Changes of the manifest that the template makes. */
  readonly changes?: readonly Change[];
  readonly choices?: readonly Omit<Choice, 'path'>[];
  /** What is left to decide, as sentences. */
  readonly remarks?: readonly string[];
}
