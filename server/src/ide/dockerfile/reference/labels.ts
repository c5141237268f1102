/** The annotations of the Open Container Initiative for images (image-spec v1.1, annotations.md), in words of our own. */
export const labelReference: Readonly<Record<string, string>> = {
  'org.opencontainers.image.title': 'The name of the image, for people.',
  'org.opencontainers.image.description': 'What is in the image, for people.',
  'org.opencontainers.image.source': 'Where the source code is that it is built from; registries link to it.',
  'org.opencontainers.image.version': 'The version of what is packaged.',
  'org.opencontainers.image.revision': 'The commit of the source code that it is built from.',
  'org.opencontainers.image.created': 'When it was built, as RFC 3339 has it.',
  'org.opencontainers.image.licenses': 'The licenses of what is in it, as an SPDX expression.',
  'org.opencontainers.image.authors': 'Who is responsible for the image, and how they are reached.',
  'org.opencontainers.image.vendor': 'The organisation that distributes it.',
  'org.opencontainers.image.url': 'Where there is more about the image.',
  'org.opencontainers.image.documentation': 'Where its documentation is.',
  'org.opencontainers.image.base.name': 'The image that it is built upon.',
  'org.opencontainers.image.base.digest': 'The digest of the image that it is built upon.',
};
