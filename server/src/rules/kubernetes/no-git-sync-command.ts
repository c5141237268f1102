import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'no-git-sync-command',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let git-sync run its own git',
  why: 'git-sync runs whatever `GITSYNC_GIT` or `--git` names, with the arguments it would give to git. Whoever may edit that part of a manifest, and nothing that is looked at more closely, runs a program of his choice with the rights and the service account of the pod; Akamai showed it in 2024. The image brings the git it needs.',
  aliases: ['checkov/CKV_K8S_159'],
  fix: 'suggested',
  fixing: 'Takes the variable or argument away, so that git-sync runs the git of its image.',
  references: ['https://www.akamai.com/blog/security-research/2024-august-kubernetes-gitsync-command-injection-defcon'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: registry.k8s.io/git-sync/git-sync:v4.4.0\n      env:\n        - name: GITSYNC_REPO\n          value: https://example.com/site\n        - name: GITSYNC_GIT\n          value: /repo/tool\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: registry.k8s.io/git-sync/git-sync:v4.4.0\n      env:\n        - name: GITSYNC_REPO\n          value: https://example.com/site\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: registry.k8s.io/git-sync/git-sync:v4.4.0\n      args: ["--git=/repo/tool", "--repo=https://example.com/site"]\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: registry.k8s.io/git-sync/git-sync:v4.4.0\n      args: ["--repo=https://example.com/site"]\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: registry.k8s.io/git-sync/git-sync:v4.4.0\n      args: ["--repo=https://example.com/site"]\n',
    },
  ],
  check({ manifest, report }) {
    for (const { image, value } of manifest.containers) {
      const isGitSync = image?.repository.includes('git-sync') ?? false;
      for (const variable of value.get('env').items) {
        const name = variable.get('name');
        if (name.text !== 'GITSYNC_GIT' || !name.span) continue;
        const finding = report(name.span, 'GITSYNC_GIT has git-sync run another program in place of git: leave it out');
        if (!isGitSync) finding.onlyIn('strict');
        finding.fix('Remove GITSYNC_GIT', () => removeValue(variable));
      }
      if (!isGitSync) continue;
      for (const argument of value.get('args').items) {
        if (!argument.span || !/^--?git=/.test(argument.text ?? '')) continue;
        report(argument.span, '--git has git-sync run another program in place of git: leave it out').fix(
          'Remove --git',
          () => removeValue(argument),
        );
      }
    }
  },
});
