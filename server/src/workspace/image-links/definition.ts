import type { Span } from '../../text/span.ts';
import { shift } from '../../text/span.ts';
import { YamlDocument } from '../../yaml/document.ts';
import { splitDocuments } from '../../yaml/stream.ts';
import { hideExpressions } from './open-yaml.ts';
import { problemOf, readTokens } from './tokens.ts';

/** Why a text cannot be read, and where. */
interface Problem {
  readonly span: Span;
  /** A sentence without a full stop. */
  readonly message: string;
}

/** A file that says how images are built, and is neither a Dockerfile nor a manifest. */
export class BuildDefinition {
  readonly text: string;
  private readonly isHcl: boolean;
  private found: readonly Problem[] | undefined;

  constructor(text: string, fileName: string) {
    this.text = text;
    this.isHcl = /\.hcl$/i.test(fileName);
  }

  /** Why its builder cannot read it; what is read in spite of that is read as far as it goes. */
  get problems(): readonly Problem[] {
    this.found ??= this.isHcl ? this.hclProblems() : this.yamlProblems();
    return this.found;
  }

  private hclProblems(): readonly Problem[] {
    const problem = problemOf(readTokens(this.text));
    return problem ? [problem] : [];
  }

  private yamlProblems(): readonly Problem[] {
    return splitDocuments(hideExpressions(this.text)).flatMap(({ text, start }) =>
      new YamlDocument(text).problems.map(({ span, message }) => ({ span: shift(span, start), message })),
    );
  }
}
