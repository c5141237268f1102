import { dockerfileRule } from '../define.ts';

export default dockerfileRule({
  id: 'no-privileged-build-step',
  category: 'security',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Build without privileges',
  why: '`RUN --security=insecure` runs with all capabilities and without the sandbox of the builder, so whatever it starts, a script from the network included, is root on the machine that builds. Builders refuse it unless they are configured to allow it, and many people share those that do. What needs it, such as mounting or starting containers, can nearly always be done before or after the build.',
  lesson: 'unprivileged',
  aliases: ['dockerfile-doctor/DD060', 'dockerfile_lint/privileged_run_container'],
  fix: 'none',
  references: ['https://docs.docker.com/reference/dockerfile/#run---security'],
  examples: [
    { bad: 'FROM debian:13\nRUN --security=insecure make check\n' },
    { bad: 'FROM docker:29\nRUN docker run --privileged alpine:3.24 true\n' },
    { good: 'FROM debian:13\nRUN --security=sandbox make check\n' },
  ],
  check({ dockerfile, report }) {
    for (const run of dockerfile.instructions('RUN')) {
      const flag = run.flag('security');
      if (flag?.value?.text === 'insecure') {
        report(
          flag.span,
          '--security=insecure makes this RUN root on the machine that builds: do without its privileges',
        );
      }
    }
    for (const { command } of dockerfile.commandsNamed('docker', 'podman', 'nerdctl')) {
      const option = command.option('--privileged');
      if (option) report(option.span, `${command.name} --privileged makes a container root on the machine that builds`);
    }
  },
});
