import { replaceInText } from '../../yaml/edit-text.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'bounded-repo-prefix',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'End the repositories that Gatekeeper allows with a slash',
  why: 'The constraint `K8sAllowedRepos` compares the beginnings of names. `registry.example.com` also allows `registry.example.com.evil.io/tool`, and `docker.io/acme` the account `acme-fake`, which anybody may open. With a slash at the end only what lies below is meant.',
  lesson: 'supply',
  aliases: ['trivy/KSV-0124'],
  fix: 'suggested',
  fixing: 'Puts a slash at the end.',
  references: ['https://open-policy-agent.github.io/gatekeeper-library/website/validation/allowedrepos/'],
  examples: [
    {
      bad: 'apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sAllowedRepos\nmetadata:\n  name: ours\nspec:\n  parameters:\n    repos:\n      - "registry.example.com"\n      - docker.io/acme # ours\n',
      fixed:
        'apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sAllowedRepos\nmetadata:\n  name: ours\nspec:\n  parameters:\n    repos:\n      - "registry.example.com/"\n      - docker.io/acme/ # ours\n',
    },
    {
      good: 'apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sAllowedRepos\nmetadata:\n  name: ours\nspec:\n  parameters:\n    repos:\n      - registry.example.com/\n      - docker.io/acme/web:\n',
    },
  ],
  check({ manifest, report }) {
    for (const { value, kind, group } of manifest.resources) {
      if (kind !== 'K8sAllowedRepos' || group !== 'constraints.gatekeeper.sh') continue;
      for (const repo of value.at('spec', 'parameters', 'repos').items) {
        const { text, span } = repo;
        if (!text || !span) continue;
        if (isOpenEnded(text)) {
          report(span, `"${text}" also allows every name that begins with it: end it with a slash`).fix(
            'Add a slash at the end',
            () => replaceInText(repo, text.length, text.length, '/'),
          );
        } else if (text === 'docker.io/') {
          report(span, 'docker.io/ allows whatever anybody puts on Docker Hub: name the accounts you trust').onlyIn(
            'strict',
          );
        }
      }
    }
  },
});

/** Whether a prefix ends within the name of a registry or an account. Below these all is in one hand. */
function isOpenEnded(prefix: string): boolean {
  const parts = prefix.split('/');
  const last = parts.at(-1) ?? '';
  const endsItself = last === '' || last.includes('@') || (last.includes(':') && !/^[^:]*\.[^:]*:\d+$/.test(prefix));
  return parts.length <= 2 && !endsItself;
}
