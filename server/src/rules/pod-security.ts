import type { Report } from '../core/report.ts';
import type { CheckContext, OptionsSchema, Rule } from '../core/rule.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import type { Control } from '../kubernetes/pod-security/control.ts';
import { breachesOf, describe, isEnforced, placeOf, type Violation } from '../kubernetes/pod-security/pod-security.ts';
import { minorOf } from '../kubernetes/version.ts';
import { type ManifestDefinition, manifestRule, type NoOptions } from './define.ts';

/**
 * A rule about one control of the Pod Security Standards. Where a level of theirs is enforced it says what Pod Security
 * Admission says; otherwise its own check says what a reviewer would.
 */
export function podSecurityRule<Schema extends OptionsSchema = NoOptions>(
  control: Control,
  definition: ManifestDefinition<Schema>,
): Rule {
  const { meta, checks } = manifestRule(definition);
  const review = checks.kubernetes;
  return {
    meta: { ...meta, podSecurity: { level: control.level, control: control.name } },
    checks: {
      kubernetes(context: CheckContext<Manifest, never>) {
        if (context.podSecurity) enforce(control, context);
        else review?.(context as never);
      },
    },
  };
}

/**
 * Reports every place in which an enforced control is broken, as an error: the pod would be refused. These findings bear
 * no linter's names, so that no annotation for a linter hides them.
 */
function enforce(control: Control, { model, kubernetesVersion, podSecurity, report }: CheckContext<Manifest, never>) {
  const version = minorOf(kubernetesVersion);
  if (!podSecurity || !isEnforced(control, podSecurity, version)) return;
  for (const violation of breachesOf(control, model.pods, version)) {
    const finding = report(placeOf(violation), describe(violation)).grade('error').as(`psa/${control.id}`);
    offerRemedy(finding, violation);
  }
}

/**
 * Offers what a reviewer would do about a violation. What a template writes only when it is asked to is the choice of who
 * asks, and no matter for every reviewer.
 */
export function offerRemedy(finding: Report, violation: Violation): Report {
  const { container, pod, value } = violation;
  if (finding.preset === 'recommended' && value.isOptionalBeside(container?.value ?? pod.spec))
    finding.onlyIn('strict').grade('info');
  const { title, safety, build } = violation.control.remedy(violation, violation.pod);
  return finding.fix(title, build, safety);
}
