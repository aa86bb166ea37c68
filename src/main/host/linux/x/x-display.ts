import type {
  XAnswer,
  XAttributes,
  XClient,
  XEvent,
  XOpened,
  XPointer,
  XProperty,
  XTree,
} from 'x11/lib/xcore.js';
import { within } from '../../../ports/within.js';
import { numbersIn } from './x-property.js';
import { rawInput } from './x-raw-input.js';

/** Atoms that X itself numbers. */
const ANY_TYPE = 0;
const STRING = 31;
const WM_TRANSIENT_FOR = 68;

/** What a change of a property does with what is there. */
const APPEND = 2;
/** Tells of a window's own end, and, of the root, that a program has taken a role on the screen. */
const STRUCTURE_NOTIFY = 1 << 17;

/** A request of MIT-SCREEN-SAVER, and where its reply has the idle time, from its ninth byte on. */
const QUERY_INFO = 1;
const IDLE_AT = 8;

/** `map_state` of a window that is on the screen. */
const VIEWABLE = 2;

/** How deep the windows of programs lie: a window manager puts them into frames of its own. */
const DEPTH = 3;

/** The longest text that is read in one go, in units of 4 bytes. X transfers no longer ones at once. */
const TEXT_UNITS = 1 << 18;

/** A window that a program gave to people, as the X server and the window manager know it. */
export interface XWindow {
  readonly id: number;
  /** Of the process that says it is its own, or `null`. */
  readonly pid: number | null;
  /** The window that it belongs to, or `null`. */
  readonly owner: number | null;
}

/**
 * One connection to an X server. A window that goes meanwhile is as if it had never been there; a
 * server that goes, or hangs, leaves questions without an answer.
 */
export class XDisplay {
  readonly #client: XClient;
  readonly #root: number;
  readonly #ownBits: number;
  readonly #atoms = new Map<string, number>();
  #closed = false;

  private constructor(client: XClient, root: number, { resource_mask: ownBits }: XOpened) {
    this.#client = client;
    this.#root = root;
    this.#ownBits = ownBits;
  }

  /**
   * @param boundMs the longest that it may take, in milliseconds
   * @throws when there is none, when it lets nobody in, and when it takes longer
   */
  static async open(display: string, boundMs: number): Promise<XDisplay> {
    const { createClient } = await import('x11/lib/xcore.js');
    let stop = (): void => undefined;
    const opening = new Promise<XDisplay>((resolve, reject) => {
      const options = { display, disableBigRequests: true, shm: 'off' } as const;
      const client = createClient(options, (error, opened) => {
        const root = opened?.screen[0]?.root;
        if (opened === undefined || root === undefined) reject(error ?? new Error('No screen.'));
        else resolve(new XDisplay(client, root, opened));
      });
      // Once it is open, an error is a window that went meanwhile, or the server's own end.
      client.on('error', reject);
      stop = () => client.stream?.destroy();
    });
    return within(opening, boundMs, () => {
      stop();
      throw new Error('The X server does not answer.');
    });
  }

  /**
   * Hears of input as the devices make it; see {@link rawInput}.
   * @param onLost the connection has ended
   */
  async listenToInput(onInput: () => void, onLost: () => void): ReturnType<typeof rawInput> {
    this.#client.on('end', onLost);
    const choose = await rawInput(this.#client, this.#root, onInput);
    if (choose === null) return null;
    return (input) => {
      if (!this.#closed) choose(input);
    };
  }

  /**
   * How long nobody has touched keyboard or pointer, in milliseconds (`QueryInfo` of MIT-SCREEN-SAVER).
   * @returns `null` when the server does not tell
   */
  async idleMs(): Promise<number | null> {
    const root = Buffer.alloc(4);
    root.writeUInt32LE(this.#root);
    const reply = await this.askExtension('MIT-SCREEN-SAVER', QUERY_INFO, root);
    return reply === null || reply.length < IDLE_AT + 4 ? null : reply.readUInt32LE(IDLE_AT);
  }

  /** Where the pointer is, as text; `null` when the server does not tell. */
  async pointer(): Promise<string | null> {
    const found = await this.#ask<XPointer>((answer) =>
      this.#client.QueryPointer(this.#root, answer),
    );
    return found === null ? null : `${found.rootX},${found.rootY}`;
  }

  /** The windows that people see, or could bring back, and that can be asked to close. */
  async windows(): Promise<readonly XWindow[]> {
    const all = await this.#below(this.#root, 1);
    return (await Promise.all(all.map((id) => this.#describe(id)))).flat();
  }

  /** Asks a window to close, as its own button does. */
  async askToClose(window: number): Promise<void> {
    const protocols = await this.#atom('WM_PROTOCOLS');
    const close = await this.#atom('WM_DELETE_WINDOW');
    this.#client.SendClientMessage(window, window, protocols, 32, [close], 0);
  }

  /** Takes a window off the screen without asking it. */
  hide(window: number): void {
    this.#client.UnmapWindow(window);
  }

  /** Whether two windows are of the same connection to X. A program can have several. */
  areOfOneClient(window: number, other: number): boolean {
    return (window | this.#ownBits) === (other | this.#ownBits);
  }

  /** @returns the window of the program that has something copied or selected, or 0 */
  async selectionOwner(selection: string): Promise<number> {
    const atom = await this.#atom(selection);
    return (await this.#ask<number>((answer) => this.#client.GetSelectionOwner(atom, answer))) ?? 0;
  }

  /**
   * Tells whether some program has a role on this screen, now and whenever that may have changed.
   *
   * @param selection by which X knows the role; who takes it tells so to everybody, as ICCCM has it
   * @param tell `false` for the last time at the end of the connection
   */
  async watchRole(selection: string, tell: (taken: boolean) => void): Promise<void> {
    const look = async (): Promise<void> => {
      const owner = await this.selectionOwner(selection);
      if (owner !== 0) this.#client.ChangeWindowAttributes(owner, { eventMask: STRUCTURE_NOTIFY });
      // Asked again: one that went before its end was watched tells nothing.
      tell(owner !== 0 && (await this.selectionOwner(selection)) === owner);
    };
    this.#client.on('event', () => void look());
    this.#client.on('end', () => tell(false));
    this.#client.ChangeWindowAttributes(this.#root, { eventMask: STRUCTURE_NOTIFY });
    await look();
  }

  /**
   * Asks the program that has something copied or selected for it.
   *
   * @returns what it answered, once it does; `null` when it has nothing of this kind
   */
  async convert(selection: string, target: string): Promise<XProperty | null> {
    const [from, kind] = [await this.#atom(selection), await this.#atom(target)];
    const window = this.#client.AllocID();
    this.#client.CreateWindow(window, this.#root, 0, 0, 1, 1);
    const answered = new Promise<number>((resolve) => {
      const listen = ({ name, requestor, property = 0 }: XEvent): void => {
        if (name !== 'SelectionNotify' || requestor !== window) return;
        this.#client.off('event', listen);
        resolve(property);
      };
      this.#client.on('event', listen);
    });
    this.#client.ConvertSelection(window, from, kind, kind);
    const property = await answered;
    return property === 0 ? null : this.#property(window, property, TEXT_UNITS);
  }

  /**
   * Leaves a mark at the root window, where none is yet; it goes with the X server, or its reset.
   * @returns the mark that is there
   */
  async mark(name: string, text: string): Promise<string | null> {
    const property = await this.#atom(name);
    const found = await this.#property(this.#root, property, 64);
    // Appending is one step for the server: of two programs the first one's mark begins the text.
    if (found?.type === 0)
      this.#client.ChangeProperty(APPEND, this.#root, property, STRING, 8, Buffer.from(text));
    const marked = await this.#property(this.#root, property, 64);
    return marked?.data.toString('latin1').slice(0, text.length) ?? null;
  }

  /**
   * Sends a request of an extension that the library does not know.
   *
   * @param request its bytes from the fifth on, as the first four are the same for all
   * @returns the reply from its ninth byte on; `null` when the server has no such extension
   */
  async askExtension(name: string, minor: number, request: Buffer): Promise<Buffer | null> {
    const found = await this.#ask<{ present: number; majorOpcode: number }>((answer) =>
      this.#client.QueryExtension(name, answer),
    );
    if (found?.present !== 1) return null;
    const head = Buffer.from([found.majorOpcode, minor, 0, 0]);
    const padding = Buffer.alloc((4 - (request.length % 4)) % 4);
    const bytes = Buffer.concat([head, request, padding]);
    bytes.writeUInt16LE(bytes.length / 4, 2);
    return this.#ask<Buffer>((answer) => {
      this.#client.seq_num += 1;
      this.#client.pack_stream.put(bytes);
      this.#client.replies[this.#client.seq_num] = [(reply) => reply, answer];
      this.#client.pack_stream.submit(true);
    });
  }

  close(): void {
    this.#closed = true;
    this.#client.terminate();
    // A server that hangs never hangs up by itself.
    this.#client.stream?.destroySoon();
  }

  async #below(window: number, depth: number): Promise<readonly number[]> {
    const tree = await this.#ask<XTree>((answer) => this.#client.QueryTree(window, answer));
    const children = tree?.children ?? [];
    if (depth === DEPTH) return children;
    const below = children.map((child) => this.#below(child, depth + 1));
    return [...children, ...(await Promise.all(below)).flat()];
  }

  async #describe(id: number): Promise<readonly XWindow[]> {
    const [protocols, close] = [
      await this.#atom('WM_PROTOCOLS'),
      await this.#atom('WM_DELETE_WINDOW'),
    ];
    if (!(await this.#numbers(id, protocols)).includes(close)) return [];
    // An icon in the tray is a window of the app as well, within one of the desktop's.
    if ((await this.#numbers(id, await this.#atom('_XEMBED_INFO'))).length > 0) return [];
    const [attributes, [managed = 0], [pid = null], [owner = null]] = await Promise.all([
      this.#ask<XAttributes>((answer) => this.#client.GetWindowAttributes(id, answer)),
      // 1 is normal and 3 iconic, which also is a window on another of the person's desktops.
      this.#numbers(id, await this.#atom('WM_STATE')),
      this.#numbers(id, await this.#atom('_NET_WM_PID')),
      this.#numbers(id, WM_TRANSIENT_FOR),
    ]);
    return attributes?.mapState === VIEWABLE || managed !== 0 ? [{ id, pid, owner }] : [];
  }

  async #numbers(window: number, property: number): Promise<readonly number[]> {
    return numbersIn(await this.#property(window, property, 64));
  }

  #property(window: number, property: number, units: number): Promise<XProperty | null> {
    return this.#ask((answer) =>
      this.#client.GetProperty(0, window, property, ANY_TYPE, 0, units, answer),
    );
  }

  async #atom(name: string): Promise<number> {
    const known = this.#atoms.get(name);
    if (known !== undefined) return known;
    const atom = await this.#ask<number>((answer) => this.#client.InternAtom(false, name, answer));
    // 0 is no atom: nothing has such a property.
    this.#atoms.set(name, atom ?? 0);
    return atom ?? 0;
  }

  #ask<T>(send: (answer: XAnswer<T>) => void): Promise<T | null> {
    return new Promise((resolve) => {
      // Whoever has lost interest gets no answer, and asks nothing of a connection that is gone.
      if (this.#closed) return;
      send((error, answer) => {
        resolve(error instanceof Error ? null : answer);
        return true;
      });
    });
  }
}
