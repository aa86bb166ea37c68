import type { Clipboard } from 'electron';

/*
 * The differences between the Electron of development and tests (33) and the Electron of releases (45). All
 * of them are here, and go when both can be the same version. docs/electron-versions.md has every
 * documented change.
 */

/** The clipboard since Electron 44. Linux alone has a second one, of what is merely selected. */
export type PromisedClipboard = Pick<Clipboard, 'clear' | 'read' | 'readText' | 'writeText'> & {
  readonly selection?: Pick<Clipboard, 'clear' | 'read' | 'readText'> | undefined;
};

/** The clipboard until Electron 43: it answers at once, and names its boards in each call. */
export interface ImmediateClipboard {
  availableFormats(board?: BoardName): string[];
  readText(board?: BoardName): string;
  writeText(text: string): void;
  clear(board?: BoardName): void;
}

export type BoardName = 'clipboard' | 'selection';

/** What is on a board: its kinds, as the system or Electron names them, and the text among them. */
export interface BoardReading {
  readonly kinds: readonly string[];
  readonly text: string;
}

/** A board as every supported Electron has it. */
export interface ElectronBoard {
  readonly name: BoardName;
  /** May wait for the program that has the content. Rejects when Electron cannot read it. */
  read(): Promise<BoardReading>;
  /** @throws when Electron cannot */
  clear(): void;
}

export interface ElectronClipboard {
  readonly boards: readonly ElectronBoard[];
  /** Puts a text onto the clipboard. Rejects when Electron cannot. */
  copyText(text: string): Promise<void>;
}

/** On macOS the text that any program last searched for: no content of the clipboard. */
const FIND_TEXT = 'electron application/findtext';

/**
 * The clipboard of this Electron. `availableFormats` tells the version: every platform had it until 43, and
 * none has it since 44. `selection` tells nothing, as Linux alone has it.
 */
export function electronClipboard(
  clipboard: PromisedClipboard | ImmediateClipboard,
  platform: NodeJS.Platform,
): ElectronClipboard {
  return 'availableFormats' in clipboard ? immediate(clipboard, platform) : promised(clipboard);
}

function promised(clipboard: PromisedClipboard): ElectronClipboard {
  const board = (
    name: BoardName,
    of: Pick<Clipboard, 'clear' | 'read' | 'readText'>,
  ): ElectronBoard => ({
    name,
    read: async () => {
      const items = await of.read();
      const kinds = items.flatMap(({ types }) => types).filter((kind) => kind !== FIND_TEXT);
      return { kinds, text: kinds.includes('text/plain') ? await of.readText() : '' };
    },
    clear: () => of.clear(),
  });
  const { selection } = clipboard;
  return {
    boards: [
      board('clipboard', clipboard),
      ...(selection === undefined ? [] : [board('selection', selection)]),
    ],
    copyText: (text) => clipboard.writeText(text),
  };
}

function immediate(clipboard: ImmediateClipboard, platform: NodeJS.Platform): ElectronClipboard {
  const names: readonly BoardName[] =
    platform === 'linux' ? ['clipboard', 'selection'] : ['clipboard'];
  return {
    boards: names.map((name) => ({
      name,
      read: () =>
        Promise.resolve().then(() => ({
          kinds: clipboard.availableFormats(name),
          text: clipboard.readText(name),
        })),
      clear: () => clipboard.clear(name),
    })),
    copyText: (text) => Promise.resolve().then(() => clipboard.writeText(text)),
  };
}
