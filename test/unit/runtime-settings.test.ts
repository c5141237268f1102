import { describe, expect, it } from 'vitest';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { runtimeSettingsOf } from '../../server/src/kubernetes/runtime-settings.ts';

/** Every setting of a container that has these lines, as `kind name amount` and the text it is written as. */
function settings(...lines: readonly string[]): readonly string[] {
  const container = lines.map((line) => `      ${line}\n`).join('');
  const text = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n${container}`;
  const manifest = new Manifest(text);
  return manifest.containers
    .flatMap(runtimeSettingsOf)
    .map(({ kind, name, amount, source }) => `${kind} ${name} ${amount} "${source.text}"`);
}

const mebibyte = 2 ** 20;

describe('what programs are told about resources', () => {
  it.each([
    ['args: [-Xmx512m, -jar, web.jar]', `java-heap -Xmx ${512 * mebibyte} "512m"`],
    ['command: [java, -XX:MaxHeapSize=1G]', `java-heap -XX:MaxHeapSize ${1024 * mebibyte} "1G"`],
    ['command: [java, -XX:MaxRAMPercentage=80.0]', 'java-share -XX:MaxRAMPercentage 80 "80.0"'],
    ['command: [sh, -c, "cd /app && exec java -Xms64m -jar x.jar"]', `java-start -Xms ${64 * mebibyte} "64m"`],
    ['command: [node, --max_old_space_size=2048, x.js]', `node-heap --max_old_space_size ${2048 * mebibyte} "2048"`],
    ['command: [gunicorn, -w, "4", app:app]', 'workers gunicorn -w 4 "4"'],
    ['command: [gunicorn, -w4, app:app]', 'workers gunicorn -w 4 "4"'],
    ['command: [tini, --, gunicorn, --workers=4, app:app]', 'workers gunicorn --workers 4 "4"'],
    ['command: [uvicorn, app:app, --workers, "2"]', 'workers uvicorn --workers 2 "2"'],
    ['env: [{name: JAVA_OPTS, value: "-server -Xmx1g"}]', `java-heap -Xmx ${1024 * mebibyte} "1g"`],
    ['env: [{name: X, value: "\'-Xmx1g\'"}]', `java-heap -Xmx ${1024 * mebibyte} "1g"`],
    ['env: [{name: GOMEMLIMIT, value: 100MiB}]', `go-memory GOMEMLIMIT ${100 * mebibyte} "100MiB"`],
    ['env: [{name: GOMEMLIMIT, value: 100Mi}]', 'go-memory GOMEMLIMIT undefined "100Mi"'],
    ['env: [{name: GOMAXPROCS, value: "4"}]', 'threads GOMAXPROCS 4 "4"'],
    ['env: [{name: WEB_CONCURRENCY, value: "3"}]', 'workers WEB_CONCURRENCY 3 "3"'],
  ])('%s', (line, found) => expect(settings(line)).toEqual([found]));

  it.each([
    'command: [java, "-Xmx${HEAP}"]',
    'command: [java, -jar, web.jar]',
    'command: [other, -w, "4"]',
    'env: [{name: GOMEMLIMIT, value: "off"}]',
    'env: [{name: GOMEMLIMIT, value: "$(LIMIT)"}]',
    'env: [{name: GOMAXPROCS, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}]',
    'env: [{name: X, value: "see -Xmx"}]',
  ])('nothing in %s', (line) => expect(settings(line)).toEqual([]));
});
