import { describe, expect, it } from 'vitest';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { ownershipOf, ownershipsIn } from '../../server/src/dockerfile/runtime-image/ownership.ts';
import { RuntimeImage } from '../../server/src/dockerfile/runtime-image/runtime-image.ts';

const imageOf = (text: string) => RuntimeImage.of(new Dockerfile(text).finalStage);

describe('whom files of an image belong to', () => {
  it.each<[string, string, string, number | undefined, number | undefined]>([
    ['a folder that root makes', 'RUN mkdir -p /data', '/data', 0, 0o755],
    ['a folder that the user makes', 'USER 7\nRUN mkdir /data', '/data', 7, 0o755],
    ['a folder with a mode', 'RUN mkdir -m 0700 /data', '/data', 0, 0o700],
    ['a folder with an owner', 'RUN install -d -o 7 -m 0750 /data', '/data', 7, 0o750],
    ['a name whose number is known', 'RUN useradd -u 7 app && mkdir /data && chown app:app /data', '/data', 7, 0o755],
    ['a name whose number is not', 'RUN useradd app && mkdir /data && chown app /data', '/data', undefined, 0o755],
    ['a folder around it', 'RUN mkdir -p /srv/data && chown -R 7 /srv', '/srv/data', 7, 0o755],
    ['a folder around it alone', 'RUN mkdir -p /srv/data && chown 7 /srv', '/srv/data', 0, 0o755],
    ['a variable', 'ENV HOME_OF_APP=/srv\nRUN mkdir $HOME_OF_APP && chown 7 $HOME_OF_APP', '/srv', 7, 0o755],
    ['a relative path', 'WORKDIR /srv\nRUN mkdir data && chown 7 data', '/srv/data', 7, 0o755],
    ['a mode in letters', 'RUN mkdir /data && chmod g+w /data', '/data', 0, undefined],
    ['the group alone', 'RUN mkdir /data && chgrp 7 /data && chown :7 /data', '/data', 0, 0o755],
    ['a copied file', 'COPY --chown=7:7 --chmod=500 start.sh /bin/', '/bin/start.sh', 7, 0o500],
    ['a copied file without a mode', 'COPY start.sh /start', '/start', 0, undefined],
    ['a stage below', 'RUN mkdir /data\nFROM base\nRUN chown 7 /data', '/data', 7, 0o755],
  ])('%s', (_, text, path, owner, mode) => {
    expect(ownershipOf(imageOf(`FROM debian:13 AS base\n${text}\n`), path)).toMatchObject({ owner, mode });
  });

  it.each([
    ['a pattern', 'RUN mkdir /data && chmod 700 /da*'],
    ['a condition', 'RUN mkdir /data && if [ -e /x ]; then chown 7 /data; fi'],
    ['removed again', 'RUN mkdir /data && rm -r /data'],
  ])('is not known: %s', (_, text) => {
    expect(ownershipOf(imageOf(`FROM debian:13\n${text}\n`), '/data')).toBeUndefined();
  });

  it.each([
    ['a path that only the build knows', 'ARG WHERE\nRUN chown 7 $WHERE'],
    ['a folder that a script changes to', 'RUN cd /srv && chown 7 data'],
    ['what find finds', 'RUN find / -name data -exec chmod 777 {} +'],
    ['a copy to what only the build knows', 'ARG WHERE\nCOPY . $WHERE'],
  ])('nothing is known behind %s', (_, text) => {
    expect(ownershipsIn(imageOf(`FROM debian:13\nRUN mkdir /data\n${text}\n`))).toBeUndefined();
  });

  it('knows nothing of what somebody else makes', () => {
    expect(ownershipOf(imageOf('FROM debian:13\n'), '/data')).toBeUndefined();
  });
});
