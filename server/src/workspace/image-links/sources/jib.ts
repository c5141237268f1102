import type { Build, BuildSource } from '../build.ts';
import { Template } from '../template.ts';

/** Where the build files of Maven and Gradle name the image that Jib makes (its README, "to.image"). */
const inMaven = /<to>\s*<image>\s*([^<\s]+)\s*<\/image>/g;
const inGradle = /\bto\s*\{[^{}]*?\bimage\s*(?:=|\.set\()?\s*["']([^"'\n]+)["']/g;

/** The images that Jib makes of Java programs, for which there is no Dockerfile. */
export const jib: BuildSource = {
  claims: (uri) => /\/(?:pom\.xml|build\.gradle(?:\.kts)?)$/.test(uri),

  read({ text, name, folder }) {
    if (!/\bjib\b/.test(text)) return [];
    return [...text.matchAll(name === 'pom.xml' ? inMaven : inGradle)].map((match): Build => {
      const [whole, image = ''] = match;
      const start = match.index + whole.lastIndexOf(image);
      return {
        image: Template.read(image),
        span: { start, end: start + image.length },
        says: 'Jib makes it, without a Dockerfile',
        builder: 'jib',
        bases: [folder],
        confidence: 'certain',
        setsTag: true,
      };
    });
  },
};
