import type { YamlValue } from '../../yaml/value.ts';
import { type Readers, type ResourceReference, refer } from './reference.ts';

const stuck = 'the rollout will not go on';
const notRun = 'it will not run';

/** What the resources of Argo Rollouts and Argo Workflows refer to (argoproj.github.io, v1alpha1). */
export const argoReaders: Readers = {
  'Rollout.argoproj.io': ({ value, namespace }) => {
    const spec = value.get('spec');
    const [canary, blueGreen] = [spec.at('strategy', 'canary'), spec.at('strategy', 'blueGreen')];
    const services = [
      canary.get('canaryService'),
      canary.get('stableService'),
      blueGreen.get('activeService'),
      blueGreen.get('previewService'),
    ];
    const analyses = [
      canary.get('analysis'),
      ...canary.get('steps').items.map((step) => step.get('analysis')),
      blueGreen.get('prePromotionAnalysis'),
      blueGreen.get('postPromotionAnalysis'),
    ];
    const workload = spec.get('workloadRef');
    return [
      ...services.flatMap((service) => refer('Service', service, { namespace, consequence: stuck })),
      ...analyses.flatMap((analysis) =>
        analysis.get('templates').items.flatMap((template) => referToAnalysis(template, namespace)),
      ),
      ...refer(workload.get('kind').text ?? 'Deployment', workload.get('name'), { namespace, consequence: stuck }),
      ...refer('VirtualService', canary.at('trafficRouting', 'istio', 'virtualService', 'name'), {
        namespace,
        consequence: stuck,
      }),
      ...refer('Ingress', canary.at('trafficRouting', 'nginx', 'stableIngress'), { namespace, consequence: stuck }),
    ];
  },
  'Workflow.argoproj.io': ({ value, namespace }) => referencesOfWorkflow(value.get('spec'), namespace),
  'WorkflowTemplate.argoproj.io': ({ value, namespace }) => referencesOfWorkflow(value.get('spec'), namespace),
  'ClusterWorkflowTemplate.argoproj.io': ({ value, namespace }) => referencesOfWorkflow(value.get('spec'), namespace),
  'CronWorkflow.argoproj.io': ({ value, namespace }) =>
    referencesOfWorkflow(value.at('spec', 'workflowSpec'), namespace),
};

function referToAnalysis(template: YamlValue, namespace: string | undefined): readonly ResourceReference[] {
  const isOfCluster = template.get('clusterScope').boolean === true;
  return refer(isOfCluster ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate', template.get('templateName'), {
    namespace: isOfCluster ? undefined : namespace,
    consequence: stuck,
  });
}

function referencesOfWorkflow(spec: YamlValue, namespace: string | undefined): readonly ResourceReference[] {
  const templates = spec.get('templates').items;
  const steps = templates.flatMap((template) => [
    ...template.get('steps').items.flatMap(({ items }) => items),
    ...template.at('dag', 'tasks').items,
  ]);
  const references = [spec.get('workflowTemplateRef'), ...steps.map((step) => step.get('templateRef'))];
  return references.flatMap((reference) => {
    const isOfCluster = reference.get('clusterScope').boolean === true;
    return refer(isOfCluster ? 'ClusterWorkflowTemplate' : 'WorkflowTemplate', reference.get('name'), {
      namespace: isOfCluster ? undefined : namespace,
      consequence: notRun,
    });
  });
}
