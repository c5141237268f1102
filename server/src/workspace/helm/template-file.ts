import type { OtherFile } from '../../core/finding.ts';
import { findActions } from '../../go-template/actions.ts';
import { type Expression, readExpression } from '../../go-template/expression.ts';
import { LineMap } from '../../text/lines.ts';

/** A file with a Go template in it; each of its actions is read once. Offsets count from its beginning. */
export class TemplateFile implements OtherFile {
  readonly uri: string;
  readonly text: string;
  private lineMap: LineMap | undefined;
  private read: readonly Expression[] | undefined;

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.text = text;
  }

  get lines(): LineMap {
    this.lineMap ??= new LineMap(this.text);
    return this.lineMap;
  }

  /** Its actions, in the order of the text. */
  get expressions(): readonly Expression[] {
    this.read ??= findActions(this.text).map(({ span }) => readExpression(this.text, span));
    return this.read;
  }
}
