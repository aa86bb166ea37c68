import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type {
  App,
  KeyboardEvent,
  Menu,
  MenuItemConstructorOptions,
  NativeImage,
  Point,
  Rectangle,
  Tray,
} from 'electron';

/*
 * Electron's tray, its menu and its icons as the three systems show them, held to the typings of the
 * pinned Electron.
 */

export type TraySystem = 'win32' | 'darwin' | 'linux';

/** As the app uses it. */
type UsedTray = Pick<Tray, 'destroy' | 'setContextMenu' | 'setImage' | 'setToolTip'>;
type ClickArguments = [event: KeyboardEvent, bounds: Rectangle, position: Point];

export class FakeIcon {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get api(): NativeImage {
    // Electron makes an empty one of a file that is not there, without an error.
    return Object.assign(this, {
      isEmpty: () => !existsSync(this.path),
    } satisfies Pick<NativeImage, 'isEmpty'>) as unknown as NativeImage;
  }

  /** On macOS: coloured by the system, which finds it out by the name. */
  get isTemplate(): boolean {
    return /Template(@\dx)?\.png$/.test(this.path);
  }
}

/** What a system shows of one icon, and what somebody does with it. */
export class FakeTray extends EventEmitter implements UsedTray {
  static readonly shown = new Set<FakeTray>();
  static system: TraySystem = 'linux';

  /** The only one that there is. */
  static get only(): FakeTray {
    const [first, second] = FakeTray.shown;
    if (first === undefined || second !== undefined)
      throw new Error(`${FakeTray.shown.size} icons are in the tray`);
    return first;
  }

  static reset(system: TraySystem): void {
    FakeTray.shown.clear();
    FakeTray.system = system;
  }

  image: FakeIcon;
  toolTip = '';
  #menu: readonly MenuItemConstructorOptions[] | null = null;

  constructor(image: NativeImage | string) {
    super();
    this.image = iconOf(image);
    FakeTray.shown.add(this);
  }

  readonly destroy = (): void => {
    FakeTray.shown.delete(this);
  };

  readonly setImage = (image: NativeImage | string): void => {
    this.#demandLife();
    this.image = iconOf(image);
  };

  readonly setToolTip = (toolTip: string): void => {
    this.#demandLife();
    this.toolTip = toolTip;
  };

  readonly setContextMenu = (menu: Menu | null): void => {
    this.#demandLife();
    // A copy, as on Linux: what is changed in the menu later does not show.
    this.#menu = menu === null ? null : templateOf(menu).map((item) => ({ ...item }));
  };

  /** Somebody clicks the icon with the main button of the mouse. */
  click(): void {
    // macOS opens the menu instead, where there is one, and tells nothing.
    if (FakeTray.system === 'darwin' && this.#menu !== null) return;
    const none = { x: 0, y: 0, width: 0, height: 0 };
    const heard: ClickArguments = [{ triggeredByAccelerator: false }, none, { x: 0, y: 0 }];
    this.emit('click', ...heard);
  }

  /** What can be chosen in the menu now. */
  get choices(): readonly string[] {
    return (this.#menu ?? [])
      .filter(({ enabled, type }) => enabled !== false && type !== 'separator')
      .map(({ label = '' }) => label);
  }

  choose(label: string): void {
    const item = (this.#menu ?? []).find((one) => one.label === label && one.enabled !== false);
    if (item?.click === undefined) throw new Error(`${label} is not in the menu`);
    (item.click as () => void)();
  }

  #demandLife(): void {
    if (!FakeTray.shown.has(this)) throw new TypeError('Object has been destroyed');
  }
}

interface TemplatedMenu {
  readonly template: readonly MenuItemConstructorOptions[];
}

function templateOf(menu: Menu): readonly MenuItemConstructorOptions[] {
  return (menu as unknown as TemplatedMenu).template;
}

function iconOf(image: NativeImage | string): FakeIcon {
  return typeof image === 'string' ? new FakeIcon(image) : (image as unknown as FakeIcon);
}

/** What `import … from 'electron'` gives, as far as a tray needs it. @param folder of the app */
export function electronWithTray(folder: string) {
  return {
    Tray: FakeTray,
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) =>
        ({ template }) as TemplatedMenu as unknown as Menu,
    } satisfies Pick<typeof Menu, 'buildFromTemplate'>,
    nativeImage: {
      createFromPath: (path: string) => new FakeIcon(path).api,
    } satisfies Pick<typeof Electron.nativeImage, 'createFromPath'>,
    app: { getAppPath: () => folder } satisfies Pick<App, 'getAppPath'>,
  };
}
