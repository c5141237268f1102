import type { Template } from '../template.ts';
import { healthArgument, port } from './fields.ts';

export const dotnet: Template = {
  id: 'multi-stage-dotnet',
  title: 'ASP.NET Core',
  description: 'Built for the platform that is asked for, runs on a chiseled base without a shell',
  kind: 'dockerfile',
  place: 'file',
  fields: {
    dotnet: { description: 'release of .NET', default: '10.0' },
    project: { description: 'name of the project', default: 'App' },
    port: port('8080'),
    health: { ...healthArgument, default: '' },
  },
  body: String.raw`# syntax=docker/dockerfile:1

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:{{dotnet}}-noble AS build
ARG TARGETARCH
WORKDIR /src
COPY {{project}}.csproj ./
RUN --mount=type=cache,target=/root/.nuget/packages dotnet restore --arch $TARGETARCH
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish --no-restore --arch $TARGETARCH --output /out

FROM mcr.microsoft.com/dotnet/aspnet:{{dotnet}}-noble-chiseled
WORKDIR /app
COPY --from=build /out ./
USER 1654:1654
{{#port}}
EXPOSE {{port}}
{{#health}}
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD ["dotnet", "{{project}}.dll", "{{health}}"]
{{/health}}
{{/port}}
ENTRYPOINT ["dotnet", "{{project}}.dll"]
`,
};
