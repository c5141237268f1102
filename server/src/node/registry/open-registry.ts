import { RegistryClient } from './registry-client.ts';

/** A proxy and the hosts that are asked without it, as an editor is told. */
export interface EditorProxy {
  readonly url: string;
  readonly except: readonly string[];
}

/** A client of registries, as the environment has it; a proxy that an editor is told of counts more. */
export function openRegistry(proxy: EditorProxy | undefined): RegistryClient {
  return new RegistryClient({ environment: proxy ? { ...process.env, ...asEnvironment(proxy) } : process.env });
}

function asEnvironment({ url, except }: EditorProxy): NodeJS.ProcessEnv {
  const list = except.length > 0 ? except.join(',') : (process.env.no_proxy ?? process.env.NO_PROXY);
  return { https_proxy: url, http_proxy: url, ...(list !== undefined && { no_proxy: list }) };
}
