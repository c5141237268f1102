/**
 * The releases of languages that have images, the one to take by default first, then the others from the newest down:
 * the library files of github.com/docker-library/official-images, commit of 2026-08-11, and for .NET
 * mcr.microsoft.com/dotnet. Older ones are here because projects need them, not because anybody should.
 */
export const releases = {
  dotnet: ['10.0', '9.0', '8.0', '7.0', '6.0'],
  elixir: ['1.20', '1.19', '1.18', '1.17', '1.16', '1.15', '1.14'],
  go: ['1.27', '1.26'],
  java: ['25', '21', '17', '11', '8'],
  node: ['24', '26', '22', '20', '18', '16', '14'],
  php: ['8.5', '8.4', '8.3', '8.2', '8.1', '8.0', '7.4'],
  python: ['3.14', '3.13', '3.12', '3.11', '3.10', '3.9', '3.8'],
  ruby: ['4.0', '3.4', '3.3', '3.2', '3.1', '3.0', '2.7'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
