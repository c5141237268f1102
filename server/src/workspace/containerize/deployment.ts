import { Refusal } from '../../core/fix.ts';
import type { SharedHost } from '../../core/host.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { startCommands } from '../../dockerfile/start.ts';
import { isJavaImage } from '../../image/toolchains.ts';
import { k8sDeployment } from '../../templates/manifests/deployment.ts';
import { k8sService } from '../../templates/manifests/service.ts';
import { type Fact, fact } from '../project/project.ts';
import { changed } from './change-manifest.ts';
import { environmentFor } from './image-environment.ts';
import { portFact, portsFor, portsOf } from './image-ports.ts';
import { type HealthPaths, probesFor } from './image-probes.ts';
import { userFor } from './image-user.ts';
import { volumesFor } from './image-volumes.ts';
import { kustomizationOf } from './kustomization.ts';
import { imageName, objectName } from './names.ts';
import { type Choice, filled, joined, type KnownFields, type Plan } from './plan.ts';

/** An image that is to be deployed. */
export interface DeployedImage {
  readonly dockerfile: Dockerfile;
  /** The stage that becomes the image. */
  readonly stage: Stage;
  /** The URI of the Dockerfile. */
  readonly uri: string;
  /** What people call the Dockerfile: its path from the folder. */
  readonly path: string;
  readonly host: SharedHost;
  /** What the program is called. */
  readonly name: Fact;
  /** What the image is called, with its tag, where something of the workspace says so. */
  readonly image: Fact | undefined;
  readonly health: HealthPaths | undefined;
}

/** The folder that the manifests go into. */
export const manifestFolder = 'k8s';

/**
 * A Deployment of an image, a Service where it listens on a port, and a kustomization of both: what the image says of itself
 * is put into the templates, so that what runs fits what was built.
 */
export async function deploymentFor(deployed: DeployedImage): Promise<Plan | Refusal> {
  const { dockerfile, stage, name, path, health } = deployed;
  if (stage.isWindows) return new Refusal('Its image is one of Windows, and there is no template for those.');
  const image = RuntimeImage.of(stage);
  const ports = portsOf(image);
  const [port] = ports;
  const listens = port?.protocol === 'TCP';
  const called = { ...name, value: objectName(name.value) };
  const standIn = `registry.example.com/${imageName(name.value)}:1.0.0`;
  const at = `${manifestFolder}/deployment.yaml`;
  const runsAs = userFor(image, path);
  const template = filled(k8sDeployment, at, {
    name: called,
    image: deployed.image ?? { ...name, value: standIn },
    port: listens ? portFact(port, path) : undefined,
    livenessPath: health?.live,
    readinessPath: health?.ready,
    user: runsAs.user,
    ...memoryFor(stage, image, path),
  });
  const parts = [
    probesFor(image, path, listens, health),
    volumesFor(image, path),
    await environmentFor(dockerfile, stage, deployed),
    portsFor(ports),
  ];
  const text = changed(
    template.text,
    parts.flatMap(({ changes = [] }) => changes),
  );
  const told = parts.flatMap(({ choices = [] }) => choices).map((choice): Choice => ({ ...choice, path: at }));
  const deployment: Plan = {
    files: [{ path: at, text }],
    // What the changes took away again is no choice.
    choices: [...template.choices.filter(({ value }) => text.includes(value)), ...told],
    remarks: [
      ...(deployed.image
        ? []
        : [`Nothing says what the image is called where you push it: put that in the place of ${standIn}.`]),
      ...runsAs.remarks,
      ...parts.flatMap(({ remarks = [] }) => remarks),
    ],
  };
  const service = listens ? [filled(k8sService, `${manifestFolder}/service.yaml`, { name: called })] : [];
  const manifests = joined([deployment, ...service]);
  return { ...manifests, files: [...manifests.files, kustomizationOf(manifests.files)] };
}

/** A virtual machine of Java takes some hundred megabytes before a program does anything. */
function memoryFor(stage: Stage, image: RuntimeImage, path: string): KnownFields {
  const isJava =
    startCommands(stage).some(({ name }) => name === 'java') || (image.base && isJavaImage(image.base.written));
  if (!isJava) return {};
  const amount = fact('512Mi', path, 'its image runs Java');
  return { memoryRequest: amount, memoryLimit: amount };
}
