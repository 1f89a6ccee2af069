// The typed client that VS Code's own is built on: capabilities, both roads of diagnostics, code
// actions with lazy resolve, hover, cancellation, and how a session ends.
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import test from 'node:test';

const require = createRequire(import.meta.url);
const { createMessageConnection, StreamMessageReader, StreamMessageWriter, CancellationTokenSource } =
  require('vscode-jsonrpc/node');
const lsp = require('vscode-languageserver-protocol');

const BLUETICK = process.env.BLUETICK ?? '../../../build/release/bluetick';
const URI = 'file:///tmp/protocol.py';
const SMELL = 'def smell(path):\n    return path\n';

const capabilities = (pull) => ({
  general: { positionEncodings: ['utf-16'] },
  workspace: { workspaceEdit: { documentChanges: true } },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, dataSupport: true },
    hover: { contentFormat: ['markdown'] },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } },
      isPreferredSupport: true,
      disabledSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    ...(pull ? { diagnostic: {} } : {}),
  },
});

class Session {
  static async start(t, pull) {
    const session = new Session();
    session.process = spawn(BLUETICK, ['server'], { stdio: ['pipe', 'pipe', 'inherit'] });
    session.exited = once(session.process, 'exit');
    t.after(() => {
      // after a failure: what still runs would keep the test waiting
      session.connection.dispose();
      session.process.kill();
    });
    session.connection = createMessageConnection(
      new StreamMessageReader(session.process.stdout),
      new StreamMessageWriter(session.process.stdin),
    );
    session.published = [];
    session.waiting = [];
    session.connection.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => {
      session.published.push(params);
      session.waiting = session.waiting.filter((look) => !look());
    });
    session.connection.listen();
    session.initialized = await session.connection.sendRequest(lsp.InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: capabilities(pull),
    });
    session.connection.sendNotification(lsp.InitializedNotification.type, {});
    return session;
  }

  open(text, version = 1) {
    this.connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
      textDocument: { uri: URI, languageId: 'python', version, text },
    });
  }

  change(version, ...contentChanges) {
    this.connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
      textDocument: { uri: URI, version },
      contentChanges,
    });
  }

  diagnostics(version) {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.published.find((params) => params.version === version);
        if (found) resolve(found.diagnostics);
        return found !== undefined;
      };
      if (!look()) this.waiting.push(look);
    });
  }

  async end() {
    await this.connection.sendRequest(lsp.ShutdownRequest.type);
    this.connection.sendNotification(lsp.ExitNotification.type);
    const [code] = await this.exited;
    return code;
  }
}

test('push: a diagnostic comes, moves with an edit, and goes', async (t) => {
  const session = await Session.start(t, false);
  session.open(SMELL);
  const [first] = await session.diagnostics(1);
  assert.equal(first.code, 'docs/missing-docstring');
  assert.equal(first.severity, lsp.DiagnosticSeverity.Information);
  session.change(2, { range: lsp.Range.create(0, 0, 0, 0), text: '\n' });
  const [moved] = await session.diagnostics(2);
  assert.deepEqual(moved.range, lsp.Range.create(1, 4, 1, 9));
  session.change(3, { text: 'x = 1\n' });
  assert.deepEqual(await session.diagnostics(3), []);
  assert.equal(await session.end(), 0);
});

test('pull: full, then unchanged, and no push', async (t) => {
  const session = await Session.start(t, true);
  assert.equal(session.initialized.capabilities.diagnosticProvider.identifier, 'bluetick');
  session.open(SMELL);
  const pull = (previousResultId) =>
    session.connection.sendRequest(lsp.DocumentDiagnosticRequest.type, {
      textDocument: { uri: URI },
      previousResultId,
    });
  const full = await pull();
  assert.equal(full.kind, 'full');
  assert.equal(full.items.length, 1);
  const same = await pull(full.resultId);
  assert.deepEqual(same, { kind: 'unchanged', resultId: full.resultId });
  session.change(2, { text: 'x = 1\n' });
  assert.deepEqual((await pull(full.resultId)).items, []);
  assert.deepEqual(session.published, []);
  assert.equal(await session.end(), 0);
});

test('a code action is listed, resolved and applied, and the diagnostic goes', async (t) => {
  const session = await Session.start(t, false);
  session.open(SMELL);
  const diagnostics = await session.diagnostics(1);
  const actions = await session.connection.sendRequest(lsp.CodeActionRequest.type, {
    textDocument: { uri: URI },
    range: diagnostics[0].range,
    context: { diagnostics, only: [lsp.CodeActionKind.QuickFix] },
  });
  assert.ok(actions.length >= 1);
  assert.equal(actions[0].edit, undefined);
  assert.equal(actions[0].diagnostics[0].code, diagnostics[0].code);
  const resolved = await session.connection.sendRequest(
    lsp.CodeActionResolveRequest.type,
    actions[0],
  );
  const [change] = resolved.edit.documentChanges;
  assert.deepEqual(change.textDocument, { uri: URI, version: 1 });
  session.change(2, ...change.edits.map(({ range, newText }) => ({ range, text: newText })).reverse());
  const left = await session.diagnostics(2);
  assert.ok(left.every(({ code }) => code !== diagnostics[0].code));
  await assert.rejects(
    session.connection.sendRequest(lsp.CodeActionResolveRequest.type, actions[0]),
    { code: lsp.LSPErrorCodes.ContentModified },
  );
  assert.equal(await session.end(), 0);
});

test('hover shows the finding', async (t) => {
  const session = await Session.start(t, false);
  session.open(SMELL);
  const hover = await session.connection.sendRequest(lsp.HoverRequest.type, {
    textDocument: { uri: URI },
    position: { line: 0, character: 5 },
  });
  assert.equal(hover.contents.kind, 'markdown');
  assert.match(hover.contents.value, /docs\/missing-docstring/);
  assert.deepEqual(hover.range, lsp.Range.create(0, 4, 0, 9));
  assert.equal(await session.end(), 0);
});

test('a cancelled request is rejected once, and the next is answered', async (t) => {
  const session = await Session.start(t, true);
  // A rule without a cap on reports in one file.
  session.open(`import requests\n${"requests.get('u')\n".repeat(500)}`);
  const source = new CancellationTokenSource();
  const pending = session.connection.sendRequest(
    lsp.DocumentDiagnosticRequest.type,
    { textDocument: { uri: URI } },
    source.token,
  );
  source.cancel();
  await pending.then(
    (report) => assert.equal(report.kind, 'full'), // it was faster than the cancellation
    (error) => assert.equal(error.code, lsp.LSPErrorCodes.RequestCancelled),
  );
  const report = await session.connection.sendRequest(lsp.DocumentDiagnosticRequest.type, {
    textDocument: { uri: URI },
  });
  assert.equal(report.items.length, 500);
  assert.equal(await session.end(), 0);
});

test('a hundred edits in one turn: the last version wins', async (t) => {
  const session = await Session.start(t, false);
  session.open(SMELL);
  for (let version = 2; version <= 101; version++) {
    session.change(version, { range: lsp.Range.create(0, 0, 0, 0), text: '\n' });
  }
  const [found] = await session.diagnostics(101);
  assert.equal(found.range.start.line, 100);
  const versions = session.published.map(({ version }) => version);
  assert.deepEqual(versions, [...versions].sort((a, b) => a - b));
  assert.equal(await session.end(), 0);
});
