/** The habits of the house, kept by a test: a fault names file, line and cure. The reasons: CONTRIBUTING.md. */
import { describe, expect, it } from 'vitest';
import { documentsOf } from '../src/cli/docs/documents.ts';
import {
  citizenWordFaults,
  columnFaults,
  functionFaults,
  openingFaults,
  sizeFaults,
  tableFaults,
  takenFaults,
} from './support/tidy/code.ts';
import { contractFaults } from './support/tidy/contracts.ts';
import {
  channelFaults,
  deadFileFaults,
  idlePackageFaults,
  libraryFaults,
  loopFaults,
  migrationFaults,
  ringFaults,
  scriptFaults,
  sliceFaults,
  topLevelFaults,
} from './support/tidy/rings.ts';
import { codeFiles, listFiles, readText, root, textFiles } from './support/tidy/sources.ts';
import {
  bannedFaults,
  decisionFaults,
  documentFaults,
  glossaryFaults,
  idleExportFaults,
  linksOf,
  machineFaults,
  wordFaults,
} from './support/tidy/texts.ts';

const paths = listFiles();
const texts = textFiles(paths);
const code = codeFiles(paths);
const project = JSON.parse(readText('package.json').text) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};

describe('the trees', () => {
  it('the top level holds what the tools need and nothing else', () => expect(topLevelFaults(paths)).toEqual([]));
  it('each ring imports inwards only', () => expect(ringFaults(code)).toEqual([]));
  it('a channel knows no other channel', () => expect(channelFaults(code)).toEqual([]));
  it('a slice of the desk imports slices before it', () => expect(sliceFaults(code)).toEqual([]));
  it('imports make no loop', () => expect(loopFaults(code)).toEqual([]));
  it('a library is imported in its one folder', () => expect(libraryFaults(code)).toEqual([]));
  it('migrations are frozen', () => expect(migrationFaults(code)).toEqual([]));
  it('each table is written by one store', () => expect(tableFaults(code)).toEqual([]));
});

describe('the code', () => {
  it('takes no environment, time or chance', () => expect(takenFaults(code)).toEqual([]));
  it('files are short', () => expect(sizeFaults(texts)).toEqual([]));
  it('functions are short', () => expect(functionFaults(code)).toEqual([]));
  it('lines are short', () => expect(columnFaults(texts)).toEqual([]));
  it('files say what they are for', () => expect(openingFaults(texts)).toEqual([]));
  it('leaves nothing for later', () => expect(bannedFaults(texts)).toEqual([]));
  it('speaks to citizens through flows/ and data/ only', () => expect(citizenWordFaults(code)).toEqual([]));
  it('asks for words that are there, and leaves none unsaid', () =>
    expect(wordFaults(texts, readText('flows/words.yml'))).toEqual([]));
  it('has no file that nobody imports', () => expect(deadFileFaults(code)).toEqual([]));
  it('has no name that nobody uses', () => expect(idleExportFaults(texts)).toEqual([]));
  it('needs every package that it installs', () =>
    expect(idlePackageFaults(code, Object.keys(project.dependencies))).toEqual([]));
  it('each script of package.json has its file', () => expect(scriptFaults(project.scripts, paths)).toEqual([]));
});

describe('the tests', () => {
  it('every implementation keeps its contract', () => expect(contractFaults(code)).toEqual([]));
});

describe('the documents', () => {
  const readme = readText('README.md');

  it('have one title each, and no dead link', () => expect(documentFaults(texts)).toEqual([]));
  it('explain every name of model.ts', () =>
    expect(glossaryFaults(readText('src/model.ts'), readText('GLOSSARY.md'))).toEqual([]));
  it('number every decision, and say what was refused', () =>
    expect(decisionFaults(readText('DECISIONS.md'))).toEqual([]));
  it('name no path of somebody’s machine', () => expect(machineFaults(texts)).toEqual([]));
  it('lead from README.md to the turn in two clicks', () => {
    expect(linksOf(readme).map((link) => link.to)).toContain('ARCHITECTURE.md');
    expect(linksOf(readText('ARCHITECTURE.md')).map((link) => link.to)).toContain('src/turn/handle-turn.ts');
  });
  it.each(documentsOf(root))('$path is what the code says', ({ path, text }) => {
    expect(readText(path).text, `${path}:1: out of date → npm run docs`).toBe(text);
  });
});
