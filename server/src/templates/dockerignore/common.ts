import type { Template } from '../template.ts';

/** What no build needs: the history, what editors and build servers keep, what says how images are built and run. */
const needless = `.git
.github
.gitlab-ci.yml
.idea
.vscode
.DS_Store
`;

/** What would be a secret in the image: the settings and keys of who builds it. */
const secrets = `.env
.env.local
.env.*.local
**/*.key
**/*.p12
**/id_rsa
`;

const builds = `.dockerignore
Dockerfile*
Containerfile*
compose*.yaml
docker-compose*.yml
`;

/** A file of what is left out of builds: what no language needs, and what a language makes again. */
export function dockerignore(id: string, language: string, made: readonly string[]): Template {
  return {
    id: `dockerignore-${id}`,
    title: `.dockerignore for ${language}`,
    description: 'Leaves out the history, secrets, settings of editors, and what the build makes again',
    kind: 'dockerignore',
    place: 'file',
    fields: {},
    body: `# History, editors and build servers\n${needless}\n# Secrets\n${secrets}\n# Images\n${builds}\n# ${language}: what is made again\n${made.map((pattern) => `${pattern}\n`).join('')}`,
  };
}
