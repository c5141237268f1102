/** A text with every line further in by a number of columns. */
export function indent(columns: number, text: string): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(columns));
}

/**
 * What is the same in all pods, in block style from column 0: a template puts it in with `indent`. Disk is requested as
 * well: what lies on that of the node is what pods are evicted for.
 */
export const resourcesText = `resources:
  requests:
    cpu: {{cpuRequest}}
    memory: {{memoryRequest}}
    ephemeral-storage: 64Mi
  limits:
    cpu: {{cpuLimit}}
    memory: {{memoryLimit}}
    ephemeral-storage: 256Mi
`;

/** What a helper beside the main container needs: nobody wants to be asked for that of each. */
export const helperResourcesText = `resources:
  requests:
    cpu: 50m
    memory: 32Mi
    ephemeral-storage: 16Mi
  limits:
    cpu: 100m
    memory: 64Mi
    ephemeral-storage: 64Mi
`;

/**
 * Probes of a helper beside the main container. It is not asked whether it is ready: the answer would count for the pod,
 * and take the main container out of its Services (kubernetes.io: "Sidecar Containers").
 */
export function helperProbesText(port: string, path = '/livez'): string {
  return `startupProbe:
  httpGet:
    path: ${path}
    port: ${port}
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet:
    path: ${path}
    port: ${port}
`;
}

/** Probes over HTTP: a minute to start, then one path that says whether it lives and one whether it can serve. */
export function probesText(port: string): string {
  return `startupProbe:
  httpGet:
    path: {{livenessPath}}
    port: ${port}
  periodSeconds: 2
  failureThreshold: 30
readinessProbe:
  httpGet:
    path: {{readinessPath}}
    port: ${port}
livenessProbe:
  httpGet:
    path: {{livenessPath}}
    port: ${port}
`;
}

export const securityContextText = `securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop:
      - ALL
`;

export const podSecurityContextText = `securityContext:
  runAsNonRoot: true
  {{#user}}
  runAsUser: {{user}}
  runAsGroup: {{user}}
  {{/user}}
  seccompProfile:
    type: RuntimeDefault
`;

/**
 * Spreads the pods that have a label, given as it stands in a template, over nodes. A constraint of topology spread would
 * do as well, but takes away those that the scheduler has by default, over zones (kubernetes.io: "Pod Topology Spread
 * Constraints", built-in default constraints).
 */
export function spreadText(name = '{{name}}'): string {
  return `affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: ${name}
`;
}

/** A folder for temporary files, which a program has to be given whose root file system is read-only. */
export const temporaryMountText = `- name: tmp
  mountPath: /tmp
`;
export const temporaryVolumeText = `- name: tmp
  emptyDir:
    sizeLimit: 64Mi
`;
