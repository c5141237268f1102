import type { ObjectPath } from './meaning.ts';

/** An object that Helm gives to templates, or a part of one. */
export interface BuiltInObject {
  readonly description: string;
  readonly fields?: Readonly<Record<string, BuiltInObject>>;
}

const text = (description: string): BuiltInObject => ({ description });

/** The objects that Helm gives to templates (helm.sh/docs/chart_template_guide/builtin_objects). */
const root: BuiltInObject = {
  description: 'What Helm gives to each template.',
  fields: {
    Values: text('The values: those of `values.yaml`, overridden by whoever installs the chart.'),
    Release: {
      description: 'The release that is being made.',
      fields: {
        Name: text('The name of the release.'),
        Namespace: text('The namespace that the release goes into.'),
        IsUpgrade: text('Whether this is an upgrade or a rollback.'),
        IsInstall: text('Whether this is an installation.'),
        Revision: text('The number of the revision: 1 for an installation, one more with each upgrade.'),
        Service: text('What renders the templates: always `Helm`.'),
      },
    },
    Chart: {
      description: 'What `Chart.yaml` says; its keys begin with a capital here.',
      fields: {
        Name: text('The name of the chart.'),
        Version: text('The version of the chart.'),
        AppVersion: text('The version of the application that the chart installs.'),
        Description: text('What the chart is, in a sentence.'),
        APIVersion: text('The version of the format of the chart: `v2`, or `v1` for Helm 2.'),
        KubeVersion: text('The versions of Kubernetes that the chart is for.'),
        Type: text('`application` or `library`.'),
        Keywords: text('Keywords about the chart.'),
        Home: text('The address of the project.'),
        Sources: text('The addresses of source code.'),
        Icon: text('The address of an icon.'),
        Deprecated: text('Whether the chart is deprecated.'),
        Annotations: text('The annotations of the chart, a map.'),
        Maintainers: text('Who maintains the chart: a list with `.Name`, `.Email` and `.URL`.'),
        Dependencies: text('The charts that it is made of.'),
        Condition: text('The value that says whether the chart takes part, where it is part of another one.'),
        Tags: text('The tags that say whether the chart takes part, where it is part of another one.'),
        IsRoot: text('Whether it is the chart that is installed, not a part of it.'),
      },
    },
    Subcharts: text('The objects of the charts that this one is made of, by name.'),
    Files: {
      description: 'The files of the chart that are no templates.',
      fields: {
        Get: text('`.Files.Get path`: the text of a file.'),
        GetBytes: text('`.Files.GetBytes path`: the bytes of a file.'),
        Glob: text('`.Files.Glob pattern`: the files that a pattern matches, by path.'),
        Lines: text('`.Files.Lines path`: the lines of a file, as a list.'),
        AsConfig: text('`(.Files.Glob pattern).AsConfig`: files as the `data` of a ConfigMap, in YAML.'),
        AsSecrets: text('`(.Files.Glob pattern).AsSecrets`: files as the `data` of a Secret, in Base64 and YAML.'),
      },
    },
    Capabilities: {
      description: 'What the cluster can do.',
      fields: {
        KubeVersion: {
          description: 'The version of Kubernetes; as a text it is that of `.Version`.',
          fields: {
            Version: text('The version of Kubernetes, such as `v1.36.0`.'),
            Major: text('The major version of Kubernetes.'),
            Minor: text('The minor version of Kubernetes.'),
            GitVersion: text('The version of Kubernetes; `.Version` says the same.'),
          },
        },
        APIVersions: {
          description: 'The API versions of the cluster.',
          fields: {
            Has: text(
              '`.Capabilities.APIVersions.Has "batch/v1"`: whether the cluster has a version, or a kind of it.',
            ),
          },
        },
        HelmVersion: {
          description: 'The version of Helm.',
          fields: {
            Version: text('The version of Helm, such as `v3.19.0`.'),
            GitCommit: text('The commit that Helm was built from.'),
            GitTreeState: text('Whether that had changes: `clean` or `dirty`.'),
            GoVersion: text('The version of Go that Helm was built with.'),
          },
        },
      },
    },
    Template: {
      description: 'The template that is being rendered.',
      fields: {
        Name: text('The path of the template, beginning with the name of the chart.'),
        BasePath: text('The path of the folder with the templates, beginning with the name of the chart.'),
      },
    },
  },
};

/** The object that stands at a path; undefined when Helm gives none. What is in values is the chart's own. */
export function builtInAt(path: ObjectPath): BuiltInObject | undefined {
  let found: BuiltInObject | undefined = root;
  for (const key of path) {
    const fields: BuiltInObject['fields'] = found?.fields;
    found = fields && Object.hasOwn(fields, key) ? fields[key] : undefined;
  }
  return found;
}
