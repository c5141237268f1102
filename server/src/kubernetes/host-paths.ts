/** The sockets over which container runtimes take orders, by the end of their path. */
const runtimeSockets = /(?:^|\/)(?:docker|containerd|crio|podman|buildkitd|dockershim|cri-dockerd)\.sock$/;

/** Whether a path of the node is the socket of its container runtime: whoever writes there is root of the node. */
export function isRuntimeSocket(path: string): boolean {
  return runtimeSockets.test(withoutSlash(path));
}

/** Folders of the node from which it is run. */
const sensitive = ['', '/boot', '/dev', '/etc', '/lib', '/proc', '/root', '/sys', '/usr'];
const sensitiveTrees = [
  '/etc/kubernetes',
  '/var/lib/kubelet',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/etcd',
  '/root/.ssh',
];

/** Whether a path of the node is one of the folders from which it is run, or holds the keys to it. */
export function isSensitiveFolder(path: string): boolean {
  const folder = withoutSlash(path);
  return path !== '' && (sensitive.includes(folder) || sensitiveTrees.includes(folder));
}

/** Whether a path of the node is one of the files that are read everywhere: the time zone, the root certificates. */
export function isSharedFile(path: string): boolean {
  return /^\/(?:etc\/(?:localtime|timezone|ssl\/certs|pki)|usr\/share\/(?:zoneinfo|ca-certificates))(?:\/|$)/.test(
    path,
  );
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, '');
}
