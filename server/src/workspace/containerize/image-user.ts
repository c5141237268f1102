import type { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import { type Fact, fact } from '../project/project.ts';

/** A user that no image has for something else, as the templates of Dockerfiles use it. */
const otherUser = '10001';

/**
 * The user that the template is given, and what is left to decide. The manifest says it only where the image does not say it
 * by number, or says root: left empty, what the image says holds.
 */
export function userFor(
  { user }: RuntimeImage,
  path: string,
): { readonly user: Fact; readonly remarks: readonly string[] } {
  const asImage = fact('', path, 'the image says it');
  if (!user) {
    const remark = 'It is not known as whom the image runs: where that is root, the kubelet refuses to start it.';
    return { user: asImage, remarks: [remark] };
  }
  if (user.isRoot) {
    const remark =
      'The image runs as root, and the Deployment as another user: look whether the program can do with that, or write USER in the Dockerfile.';
    return { user: fact(otherUser, path, 'the image runs as root, which the Deployment forbids'), remarks: [remark] };
  }
  if (user.isNumeric) return { user: asImage, remarks: [] };
  if (user.id !== undefined) return { user: fact(String(user.id), path, `USER ${user.text}`), remarks: [] };
  const remark = `The image names its user (${user.text}) without a number, and the kubelet refuses that: write the number in the Dockerfile.`;
  return { user: asImage, remarks: [remark] };
}
