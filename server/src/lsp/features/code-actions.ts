import * as l10n from '@vscode/l10n';
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { buildElsewhere, buildFix, Crash } from '../../core/build-fix.ts';
import type { Finding } from '../../core/finding.ts';
import { Refusal } from '../../core/fix.ts';
import { ruleUrl } from '../../documentation/rule-page.ts';
import type { Engine } from '../../engine/engine.ts';
import type { FileEdits } from '../../ide/assistant.ts';
import type { TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';
import { toDiagnostic, toTextEdits } from '../convert.ts';
import type { Judged, OpenDocument } from '../documents.ts';
import type { Feature, Server } from '../feature.ts';
import { changeOf, toWorkspaceEdit } from '../workspace-edit.ts';

/** The kind under which editors find "fix all" on saving. */
const fixAllKind = `${CodeActionKind.SourceFixAll}.seaworthy`;

/** The server's own command that opens a rule's page, for clients that bring none. */
const showDocumentationCommand = 'seaworthy.openRulePage';

/** Answers the light bulb. */
export const codeActions: Feature = {
  capabilities: () => ({
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind] },
  }),
  commands: ({ options }) => (options.showDocumentationCommand === undefined ? [showDocumentationCommand] : []),
  serve(server) {
    const actions = new CodeActions(server);
    server.connection.onCodeAction((params) => actions.provide(params));
    server.onCommand(showDocumentationCommand, async ([, uri]) => {
      if (typeof uri === 'string') await server.connection.window.showDocument({ uri, external: true });
    });
  },
};

/** Fixes, suppressions, documentation, refactorings, and fix-all. */
class CodeActions {
  private readonly server: Server;
  private readonly engine: Engine;
  private readonly showCommand: string;

  constructor(server: Server) {
    this.server = server;
    this.engine = server.engine;
    this.showCommand = server.client.options.showDocumentationCommand ?? showDocumentationCommand;
  }

  async provide({ textDocument, range, context }: CodeActionParams): Promise<CodeAction[]> {
    const document = this.server.documents.get(textDocument.uri);
    if (!document) return [];
    const judged = await this.server.documents.judgement(document);
    // Edits are made for the text as it stands; what was judged at the last saving no longer fits.
    if (!judged || judged.source.text !== document.text.getText()) return [];
    const wanted = (kind: string) =>
      !context.only || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
    const actions: CodeAction[] = [];
    const at = judged.source.lines.spanOf(range);
    if (wanted(CodeActionKind.QuickFix)) actions.push(...(await this.quickFixes(document, judged, at)));
    if (wanted(CodeActionKind.RefactorRewrite)) actions.push(...(await this.refactorings(judged, range)));
    for (const offer of this.server.actionOffers) {
      actions.push(...(await offer({ document, judged, at, wants: wanted })));
    }
    if (context.only && wanted(fixAllKind)) actions.push(...(await this.fixAll(document, judged)));
    return actions;
  }

  private async quickFixes(document: OpenDocument, judged: Judged, at: Span): Promise<CodeAction[]> {
    const here = judged.findings.filter(({ span }) => span.start <= at.end && at.start <= span.end);
    const fixes = await Promise.all(here.map((finding) => this.fixesOf(finding, judged)));
    const settings = document.terms?.editor.codeAction;
    return [
      ...fixes.flat(),
      ...(settings?.disableRuleComment.enable ? this.suppressions(here, judged) : []),
      ...(settings?.showDocumentation.enable ? this.documentation(here, judged) : []),
    ];
  }

  private async fixesOf(finding: Finding, judged: Judged): Promise<CodeAction[]> {
    const { source } = judged;
    const actions: CodeAction[] = [];
    for (const fix of finding.fixes) {
      const { title, safety } = fix;
      const built = await buildFix(finding, fix, this.engine.fixContext(source.uri));
      if (built instanceof Crash) continue;
      const common = { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnosticOf(finding, judged)] };
      if (built instanceof Refusal) actions.push({ ...common, disabled: { reason: built.reason } });
      else
        actions.push({
          ...common,
          isPreferred: safety === 'safe' && actions.length === 0,
          edit: editOf(built, judged),
        });
    }
    for (const fix of finding.elsewhere ?? []) {
      const { title } = fix;
      const built = await buildElsewhere(finding, fix, this.engine.fixContext(source.uri));
      if (built instanceof Crash) continue;
      const common = { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnosticOf(finding, judged)] };
      if (built instanceof Refusal) actions.push({ ...common, disabled: { reason: built.reason } });
      else {
        const edit = changeOf(built, this.server);
        if (edit) actions.push({ ...common, edit });
      }
    }
    return actions;
  }

  /** "Disable for this line" and "for this file", once for each rule. */
  private suppressions(findings: readonly Finding[], judged: Judged): CodeAction[] {
    return oncePerRule(findings).flatMap((finding) =>
      (['next-line', 'file'] as const).map((scope) => ({
        title:
          scope === 'file'
            ? l10n.t('Disable {0} for this file', finding.rule.id)
            : l10n.t('Disable {0} for this line', finding.rule.id),
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnosticOf(finding, judged)],
        edit: editOf([this.engine.suppressionEdit(judged.source, finding, scope)], judged),
      })),
    );
  }

  private documentation(findings: readonly Finding[], judged: Judged): CodeAction[] {
    return oncePerRule(findings).map((finding) => ({
      title: l10n.t('Show documentation for {0}', finding.rule.id),
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, judged)],
      command: {
        title: l10n.t('Show documentation'),
        command: this.showCommand,
        arguments: [finding.rule.id, ruleUrl(finding.rule.id)],
      },
    }));
  }

  private async refactorings({ source }: Judged, range: Range): Promise<CodeAction[]> {
    const worked = await this.server.open(source.uri);
    const at = source.lines.spanOf(range);
    const found = worked ? await this.server.gather((assistant) => assistant.refactorings?.(worked, at)) : [];
    return found.flatMap(({ title, built }): CodeAction[] => {
      const action = { title, kind: CodeActionKind.RefactorRewrite };
      if (built instanceof Refusal) return [{ ...action, disabled: { reason: built.reason } }];
      return built.every(this.isUpToDate) ? [{ ...action, edit: toWorkspaceEdit(built, this.server) }] : [];
    });
  }

  /** Whether edits fit a file as it stands: in a document that somebody types in, it may have changed since. */
  private readonly isUpToDate = ({ file }: FileEdits): boolean => {
    const open = this.server.documents.get(file.uri);
    return !open || open.text.getText() === file.lines.text;
  };

  private async fixAll(document: OpenDocument, { source }: Judged): Promise<CodeAction[]> {
    const settings = document.terms?.settings;
    if (!settings) return [];
    const { text } = await this.engine.fixAll(source, settings, ['safe']);
    if (text === source.text) return [];
    const edit: WorkspaceEdit = { changes: { [source.uri]: toTextEdits(changed(source.text, text), source.lines) } };
    return [{ title: l10n.t('Fix all that Seaworthy can fix safely'), kind: fixAllKind, edit }];
  }
}

function diagnosticOf(finding: Finding, { source }: Judged): Diagnostic {
  return toDiagnostic(finding, source.uri, source.lines, false);
}

function editOf(edits: readonly TextEdit[], { source }: Judged): WorkspaceEdit {
  return { changes: { [source.uri]: toTextEdits(edits, source.lines) } };
}

function oncePerRule(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.rule.id, finding])).values()];
}

/** The edit that turns one text into the other: all that lies between their common beginning and end. */
function changed(before: string, after: string): TextEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return [{ span: { start, end: before.length - end }, newText: after.slice(start, after.length - end) }];
}
