import { marked, type Token, type Tokens } from 'marked';
import administratorsGuide from '../../../../docs/administrators-guide.md?raw';
import auditLog from '../../../../docs/audit-log.md?raw';
import clinicSettings from '../../../../docs/clinic-settings.md?raw';
import installing from '../../../../docs/installing.md?raw';
import managedPolicy from '../../../../docs/managed-policy.md?raw';
import severalComputers from '../../../../docs/several-computers.md?raw';
import whenTheServerIsAway from '../../../../docs/when-the-server-is-away.md?raw';
import windows from '../../../../docs/windows.md?raw';

/** The guides that are inside the app, as they are in `docs/`. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  'administrators-guide.md': administratorsGuide,
  'several-computers.md': severalComputers,
  'when-the-server-is-away.md': whenTheServerIsAway,
  'installing.md': installing,
  'managed-policy.md': managedPolicy,
  'clinic-settings.md': clinicSettings,
  'audit-log.md': auditLog,
  'windows.md': windows,
};

/** What stands under one heading of the second level, or before the first one. */
export interface GuideSection {
  /** The file and the heading, as links name them: `several-computers.md#backup`. */
  readonly id: string;
  readonly document: string;
  readonly title: string;
  readonly tokens: readonly Token[];
  /** In lower case, for a search. */
  readonly text: string;
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === 'heading';
}

/** The anchor of a heading, as the viewers of the files make it. */
export function anchorOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function sectionsOf(file: string, source: string): readonly GuideSection[] {
  const [title, ...rest] = marked.lexer(source);
  if (title === undefined || !isHeading(title)) throw new Error(`${file} has no title.`);
  const parts: { readonly title: string; readonly anchor: string; readonly tokens: Token[] }[] = [
    { title: title.text, anchor: '', tokens: [] },
  ];
  for (const token of rest) {
    if (isHeading(token) && token.depth === 2)
      parts.push({ title: token.text, anchor: anchorOf(token.text), tokens: [] });
    else parts.at(-1)?.tokens.push(token);
  }
  return parts
    .filter(({ tokens }) => tokens.some(({ type }) => type !== 'space'))
    .map((part) => ({
      id: `${file}#${part.anchor}`,
      document: title.text,
      title: part.title,
      tokens: part.tokens,
      text: `${part.title}\n${part.tokens.map(({ raw }) => raw).join('')}`.toLowerCase(),
    }));
}

/** All sections of all guides, in the order in which they are read. */
export const GUIDE_SECTIONS: readonly GuideSection[] = Object.entries(DOCUMENTS).flatMap(
  ([file, source]) => sectionsOf(file, source),
);

/** A place in the guides: a section, and a smaller heading in it if the link names one. */
export interface GuidePlace {
  readonly section: GuideSection;
  readonly anchor: string | null;
}

/**
 * Where a link of a section leads.
 * @param href relative to the section's own file, such as `#backup` or `several-computers.md`
 * @returns `null` when the document is not inside the app
 */
export function placeOf(href: string, from: GuideSection): GuidePlace | null {
  const [file = '', anchor = ''] = (href.startsWith('#') ? `${fileOf(from)}${href}` : href).split(
    '#',
  );
  const own = GUIDE_SECTIONS.filter((section) => fileOf(section) === file);
  const exact = own.find(({ id }) => id === `${file}#${anchor}`);
  if (exact !== undefined) return { section: exact, anchor: null };
  if (anchor === '') return own[0] === undefined ? null : { section: own[0], anchor: null };
  const section = own.find(({ tokens }) =>
    tokens.some((token) => isHeading(token) && anchorOf(token.text) === anchor),
  );
  return section === undefined ? null : { section, anchor };
}

function fileOf({ id }: GuideSection): string {
  return id.slice(0, id.indexOf('#'));
}

/** The sections in which each word of a search is found. @param search as it was typed */
export function foundSections(search: string): readonly GuideSection[] {
  const words = search.toLowerCase().split(/\s+/);
  return GUIDE_SECTIONS.filter(({ text }) => words.every((word) => text.includes(word)));
}
