import {
  type ContextMenuParams,
  Menu,
  type MenuItemConstructorOptions,
  type PopupOptions,
  type WebContents,
} from 'electron';
import { say } from '../../shared/words/say.js';

type Item = MenuItemConstructorOptions;

/** The open menu: there is never more than one on a screen. */
let open: ReturnType<typeof Menu.buildFromTemplate> | null = null;

/**
 * Offers the usual menu of a right click, or of the menu key: to edit in a field, and to copy a selection.
 * @param window the window that shows the contents
 * @param others more groups of items
 */
export function offerContextMenu(
  contents: WebContents,
  window: NonNullable<PopupOptions['window']>,
  others: (params: ContextMenuParams) => readonly (readonly Item[])[] = () => [],
): void {
  contents.on('context-menu', (_event, params) => {
    const groups = [editing(contents, params), ...others(params)].filter(
      ({ length }) => length > 0,
    );
    if (groups.length === 0 || window.isDestroyed()) return;
    const items = groups.flatMap((group, index) =>
      index === 0 ? group : [{ type: 'separator' } as const, ...group],
    );
    const menu = Menu.buildFromTemplate([...items]);
    open = menu;
    menu.popup({
      window,
      callback: () => {
        if (open === menu) open = null;
      },
    });
  });
}

/** Closes the open menu: it belongs to the system, and may outlive what it was opened for. */
export function closeContextMenu(): void {
  open?.closePopup();
  open = null;
}

function editing(contents: WebContents, params: ContextMenuParams): readonly Item[] {
  const { editFlags, isEditable, selectionText } = params;
  const item = (label: string, key: string, enabled: boolean, click: () => void): Item => ({
    // Shown beside the label; the page itself knows the key.
    ...{ label, accelerator: `CmdOrCtrl+${key}`, registerAccelerator: false },
    ...{ enabled, click },
  });
  // translators: & stands before the letter that chooses the item
  const copy = item(say('&Copy'), 'C', editFlags.canCopy, () => contents.copy());
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy];
  return [
    item(say('Cu&t'), 'X', editFlags.canCut, () => contents.cut()),
    copy,
    item(say('&Paste'), 'V', editFlags.canPaste, () => contents.paste()),
    item(say('Select &all'), 'A', editFlags.canSelectAll, () => contents.selectAll()),
  ];
}
