/**
 * What moving real systems from virtual machines to pods taught. The rules serve these lessons, and each rule's
 * documentation says which.
 */
export const lessons = {
  'one-process': 'One process per container; no dogma for legacy applications',
  'small-images': 'A small base, or none; no compiler in production',
  stages: 'One family of images: developer, test and production inherit from one another',
  'fast-builds': 'A Dockerfile needs careful design to be fast',
  resources: 'Set requests and limits for everything that runs',
  'build-and-run': 'Separate build time from run time; configuration and secrets come from the cluster',
  patterns: 'Container patterns: sidecar, ambassador, adapter, leader election, work queue, scatter and gather',
  unprivileged: 'No privileged, special containers; a user that is not root',
  cattle: 'Cattle, not pets: immutable containers, graceful stops, nodes and jobs that clean up after themselves',
  contracts: 'Explicit contracts: labels, services, load-balanced entry points',
  supply: 'Know what you ship: pinned images from a registry you trust, rebuilt often',
} as const;
export type Lesson = keyof typeof lessons;
