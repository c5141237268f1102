/** The files, other than YAML, in which the server reads which Dockerfile builds which image, and Dockerfiles themselves. */
export const buildFilePattern =
  '**/{*[Dd]ockerfile*,*[Cc]ontainerfile*,docker-bake*,Tiltfile*,*.tiltfile,[Mm]akefile*,GNUmakefile,*.mk,*.sh,*.bash,package.json,pom.xml,build.gradle*,.env}';
