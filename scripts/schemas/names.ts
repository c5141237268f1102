/** The API groups whose types are published elsewhere than the others. */
const modules: Readonly<Record<string, string>> = {
  apiextensions: 'io.k8s.apiextensions-apiserver.pkg.apis',
  apiregistration: 'io.k8s.kube-aggregator.pkg.apis',
};

/**
 * The name of a type's definition. For types of Kubernetes itself it is their full name in its OpenAPI document, such as
 * `io.k8s.api.core.v1.PodSpec`; for others their id with dots: `argo-cd.argoproj.io.v1alpha1.Backoff`.
 */
export function definitionName(id: string): string {
  const [first = '', ...rest] = id.split('/');
  if (first === 'kubernetes-models') {
    const [version, name] = rest.slice(-2);
    const group = rest.length === 2 ? 'core' : (rest[0]?.split('.')[0] ?? '');
    return `${modules[group] ?? 'io.k8s.api'}.${group}.${version}.${name}`;
  }
  const [name = '', ...inner] = rest;
  return [name === 'apimachinery' ? 'io.k8s.apimachinery.pkg' : name, ...inner].join('.');
}

/** Whether a definition is of a type of Kubernetes itself. */
export function isBuiltIn(name: string): boolean {
  return name.startsWith('io.k8s.');
}
