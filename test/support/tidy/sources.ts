/** Reads the repository for the tidy test: files with their lines, TypeScript with its syntax tree and imports. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

export const root = join(import.meta.dirname, '..', '..', '..');

export type TextFile = { path: string; text: string; lines: readonly string[] };
export type Import = { from: string; line: number; isType: boolean };
export type CodeFile = TextFile & { tree: ts.SourceFile; imports: readonly Import[] };

/** What is not the project's own: `.gitignore` says so, and the tools' folders. */
const ignored = [/^\.git\//, /(^|\/)node_modules\//, /^data\/(local|demo)\//, /^coverage\//, /\.log$/, /^\.env$/];
const textEndings = /\.(tsx?|m?js|css|html|ya?ml|jsonl?|md|svg|txt)$|^LICENSE$|^\.[a-z.]+$|^\.ci\//;

/** @returns every file of the project, as paths from the root, sorted. */
export function listFiles(): string[] {
  const found: string[] = [];
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (ignored.some((pattern) => pattern.test(entry.isDirectory() ? `${path}/` : path))) continue;
      if (entry.isDirectory()) visit(path);
      else found.push(path);
    }
  };
  visit('');
  return found.sort();
}

export function readText(path: string): TextFile {
  return textOf(path, readFileSync(join(root, path), 'utf8'));
}

export function textOf(path: string, text: string): TextFile {
  return { path, text, lines: text.replace(/\n$/, '').split('\n') };
}

/** @returns the files that are read as text: no pictures, no binary data. */
export function textFiles(paths: readonly string[]): TextFile[] {
  return paths.filter((path) => textEndings.test(path)).map(readText);
}

/** @returns the TypeScript below src/ and test/, with imports as paths from the root (packages by their name). */
export function codeFiles(paths: readonly string[]): CodeFile[] {
  return paths.filter((path) => /^(src|test)\/.*\.tsx?$/.test(path)).map((path) => codeOf(readText(path)));
}

/** @returns the file with its tree, and its imports as paths from the root. */
export function codeOf(file: TextFile): CodeFile {
  const { path } = file;
  const tree = ts.createSourceFile(path, file.text, ts.ScriptTarget.ES2023, true);
  const imports: Import[] = [];
  const add = (specifier: ts.Expression | undefined, isType: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier))
      imports.push({ from: resolved(path, specifier.text), line: lineOf(tree, specifier), isType });
  };
  walk(tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
  });
  return { ...file, tree, imports };
}

/** `./x.ts` as a path from the root, `node:fs/promises` and `hono/jsx` as their package. */
function resolved(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(dirname(path), specifier));
  if (specifier.startsWith('node:')) return 'node:';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** 1-based. */
export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}
