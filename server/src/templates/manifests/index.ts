import type { Template } from '../template.ts';
import { k8sCronjob } from './cronjob.ts';
import { k8sDeployment } from './deployment.ts';
import { k8sJob } from './job.ts';
import { k8sService } from './service.ts';
import { k8sStatefulset } from './statefulset.ts';

/** What is offered in manifests, in the order in which it is listed. */
export const manifestTemplates: readonly Template[] = [k8sDeployment, k8sService, k8sStatefulset, k8sCronjob, k8sJob];
