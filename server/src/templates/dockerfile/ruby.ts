import type { Template } from '../template.ts';
import { healthPath, port } from './fields.ts';

export const ruby: Template = {
  id: 'multi-stage-ruby',
  title: 'Ruby with Bundler',
  description: 'Gems are compiled in a stage of their own, runs without the compiler',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    ruby: { description: 'release of Ruby', default: '4.0', choices: ['4.0', '3.4'] },
    port: port('3000'),
    health: healthPath('/up', ['/up', '/healthz']),
    command: {
      description: 'what is started, as strings of the array',
      default: '"bundle", "exec", "puma", "--bind=tcp://0.0.0.0:3000"',
    },
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM ruby:{{ruby}}-trixie AS build
ENV BUNDLE_FROZEN=true \
    BUNDLE_WITHOUT=development:test
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN --mount=type=cache,target=/usr/local/bundle/cache bundle install

FROM ruby:{{ruby}}-slim-trixie
ENV BUNDLE_FROZEN=true \
    BUNDLE_WITHOUT=development:test \
    RACK_ENV=production
WORKDIR /app
COPY --from=build /usr/local/bundle /usr/local/bundle
COPY . .
USER 10001:10001
{{#port}}
EXPOSE {{port}}
{{#health}}
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["ruby", "-rnet/http", "-e", "exit Net::HTTP.get_response(URI('http://127.0.0.1:{{port}}{{health}}')).is_a?(Net::HTTPSuccess)"]
{{/health}}
{{/port}}
CMD [{{command}}]
`,
};
