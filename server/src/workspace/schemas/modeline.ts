import { URI, Utils } from 'vscode-uri';
import type { SharedHost } from '../../core/host.ts';
import { YamlDocument } from '../../yaml/document.ts';
import { type AnySchema, isSchema } from '../../yaml/schema/json-schema.ts';

/** Comments at the top of a document, with the line that opens it. */
const top = /^(?:[ \t]*(?:#[^\n]*|---[ \t]*)?\r?\n)*(?:[ \t]*#[^\n]*)?/;
const named = /^[ \t]*#\s*(?:yaml-language-server\s*:\s*\$schema\s*=|\$schema:)\s*(\S+)/m;

/**
 * The schema that a document names in a comment at its top, as editors with the YAML language server understand it:
 * `# yaml-language-server: $schema=../schema.json`. Only files of the workspace are read: undefined for every other one,
 * and for addresses on the network.
 */
export async function schemaNamedIn(text: string, uri: string, host: SharedHost): Promise<AnySchema | undefined> {
  const path = named.exec(top.exec(text)?.[0] ?? '')?.[1];
  if (path === undefined || /^[a-z][\w+.-]*:/i.test(path)) return undefined;
  const file = Utils.joinPath(Utils.dirname(URI.parse(uri)), path.replace(/#.*/, '')).toString();
  if (!file.startsWith(`${host.rootOf(uri)}/`)) return undefined;
  return host.derive(`schema ${file}`, async (asked) => {
    const content = await asked.readText(file);
    const schema = content === undefined ? undefined : new YamlDocument(content).toPlain();
    return isSchema(schema) ? schema : undefined;
  });
}
