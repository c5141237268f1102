import type { Built, Safety } from '../../core/fix.ts';
import type { Resource } from '../resource.ts';

/** What a kind needs besides another `apiVersion` to mean the same in the API version that replaces its own. */
export interface Migration {
  /** How far the result may be trusted for this resource. */
  safetyOf(resource: Resource): Safety;
  /** The changes below the resource; refused where they cannot be known. */
  reshape(resource: Resource): Built;
}
