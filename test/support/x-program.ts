import { createClient, type XClient, type XEvent } from 'x11/lib/xcore.js';

/** What a program with windows needs beyond what the app asks of X. */
interface Client extends XClient {
  MapWindow(window: number): void;
  DestroyWindow(window: number): void;
  ForceScreenSaver(activate: boolean): void;
  SetSelectionOwner(window: number, selection: number): void;
  SendEvent(window: number, propagate: 0, mask: 0, event: Record<string, unknown>): void;
}

interface SelectionRequest extends XEvent {
  readonly selection: number;
  readonly time: number;
}

/** Atoms that X itself numbers. */
const ATOM = 4;
const CARDINAL = 6;
const STRING = 31;
const WINDOW = 33;
const WM_NAME = 39;
const WM_TRANSIENT_FOR = 68;

export interface ProgramWindow {
  readonly title: string;
  /** The process that it says it is of. */
  readonly pid: number;
  /** The window that it belongs to. */
  readonly owner?: number;
  /** Whether it goes when it is asked to. */
  readonly closes?: boolean;
  /** Whether it lies within a window of another program, as an icon in the tray does. */
  readonly embedded?: boolean;
}

/** Another program on a desktop: a connection to X of its own. */
export class XProgram {
  readonly #client: Client;
  readonly #root: number;
  /** How often each window was asked to close. */
  readonly asked = new Map<number, number>();

  private constructor(client: Client, root: number) {
    this.#client = client;
    this.#root = root;
    client.on('error', () => undefined);
  }

  static open(display: string): Promise<XProgram> {
    return new Promise((resolve, reject) => {
      const options = { display, disableBigRequests: true, shm: 'off' } as const;
      const client = createClient(options, (error, opened) => {
        if (opened === undefined) reject(error ?? new Error('No display.'));
        else resolve(new XProgram(client as Client, opened.screen[0]?.root ?? 0));
      });
    });
  }

  /** Shows a window. @returns its number */
  async show({ title, pid, owner, closes = true, embedded }: ProgramWindow): Promise<number> {
    const window = this.#window();
    const [protocols, deletes, ofProcess] = await Promise.all([
      this.#atom('WM_PROTOCOLS'),
      this.#atom('WM_DELETE_WINDOW'),
      this.#atom('_NET_WM_PID'),
    ]);
    this.#numbers(window, protocols, ATOM, deletes);
    this.#numbers(window, ofProcess, CARDINAL, pid);
    if (owner !== undefined) this.#numbers(window, WM_TRANSIENT_FOR, WINDOW, owner);
    if (embedded === true) {
      const info = await this.#atom('_XEMBED_INFO');
      this.#numbers(window, info, info, 0, 1);
    }
    this.#client.ChangeProperty(0, window, WM_NAME, STRING, 8, Buffer.from(title));
    this.#client.on('event', (event: XEvent & { readonly wid?: number }) => {
      if (event.name !== 'ClientMessage' || event.wid !== window) return;
      this.asked.set(window, (this.asked.get(window) ?? 0) + 1);
      if (closes) this.#client.DestroyWindow(window);
    });
    this.#client.MapWindow(window);
    await this.settle();
    return window;
  }

  /** Copies a text, or selects it; without one it has something, and never says what. */
  async has(selection: 'CLIPBOARD' | 'PRIMARY', text: string | null): Promise<number> {
    const window = this.#window();
    const [board, targets, utf8] = await Promise.all([
      this.#atom(selection),
      this.#atom('TARGETS'),
      this.#atom('UTF8_STRING'),
    ]);
    this.#client.on('event', (event) => {
      const { name, selection: asked } = event as SelectionRequest;
      if (name === 'SelectionRequest' && asked === board && text !== null)
        this.#answer(event as SelectionRequest, text, { targets, utf8 });
    });
    this.#client.SetSelectionOwner(window, board);
    await this.settle();
    return window;
  }

  /** Waits until X has done all that was asked of it. */
  async settle(): Promise<void> {
    await this.#atom(`SETTLED_${String(Math.random())}`);
  }

  /** Sets the server's idle time to 0, as media players do. */
  resetScreenSaver(): void {
    this.#client.ForceScreenSaver(false);
  }

  close(): void {
    this.#client.terminate();
  }

  #answer(
    { requestor = 0, target = 0, property = 0, selection, time }: SelectionRequest,
    text: string,
    { targets, utf8 }: { readonly targets: number; readonly utf8: number },
  ): void {
    if (target === targets) this.#numbers(requestor, property, ATOM, targets, utf8);
    else this.#client.ChangeProperty(0, requestor, property, utf8, 8, Buffer.from(text));
    const event = { name: 'SelectionNotify', time, requestor, selection, target, property };
    this.#client.SendEvent(requestor, 0, 0, event);
  }

  #window(): number {
    const window = this.#client.AllocID();
    this.#client.CreateWindow(window, this.#root, 0, 0, 80, 60);
    return window;
  }

  #numbers(window: number, property: number, type: number, ...values: readonly number[]): void {
    const data = Buffer.from(Uint32Array.from(values).buffer);
    this.#client.ChangeProperty(0, window, property, type, 32, data);
  }

  #atom(name: string): Promise<number> {
    return new Promise((resolve) => {
      this.#client.InternAtom(false, name, (_error, atom) => {
        resolve(atom);
        return true;
      });
    });
  }
}
