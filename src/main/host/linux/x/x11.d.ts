/** The little that is used of x11, which has no types of its own (docs/dependencies.md). */
declare module 'x11/lib/xcore.js' {
  /** Return `true`: an error that is not taken so is emitted, and ends the app if nobody listens. */
  export type XAnswer<T> = (error: Error | null | undefined, answer: T) => true;

  export interface XTree {
    readonly children: readonly number[];
  }

  export interface XProperty {
    readonly type: number;
    readonly data: Buffer;
  }

  export interface XEvent {
    readonly name: string;
    readonly requestor?: number;
    readonly target?: number;
    readonly property?: number;
    /** Of an event of an extension: which one it is. */
    readonly extension?: number;
  }

  /** Options of a connection that asks for no extension of X. */
  export interface XOptions {
    readonly display: string;
    readonly disableBigRequests: true;
    readonly shm: 'off';
  }

  export interface XOpened {
    readonly screen: readonly { readonly root: number }[];
    /** The bits of a number that tell what one client has apart, not the client itself. */
    readonly resource_mask: number;
  }

  export interface XPointer {
    readonly rootX: number;
    readonly rootY: number;
  }

  export interface XAttributes {
    readonly mapState: number;
  }

  export interface XClient {
    /** Once it is connected, or while that is tried. */
    readonly stream?: { destroy(): void; destroySoon(): void };
    on(event: 'error', listener: (error: Error) => void): void;
    on(event: 'end', listener: () => void): void;
    on(event: 'event', listener: (event: XEvent) => void): void;
    off(event: 'event', listener: (event: XEvent) => void): void;
    AllocID(): number;
    CreateWindow(
      id: number,
      parent: number,
      x: number,
      y: number,
      width: number,
      height: number,
    ): void;
    ChangeWindowAttributes(id: number, values: { readonly eventMask: number }): void;
    GetSelectionOwner(selection: number, answer: XAnswer<number>): void;
    ConvertSelection(requestor: number, selection: number, target: number, property: number): void;
    InternAtom(onlyIfExists: boolean, name: string, answer: XAnswer<number>): void;
    QueryExtension(
      name: string,
      answer: XAnswer<{ readonly present: number; readonly majorOpcode: number }>,
    ): void;
    /** The parts with which the library's own extensions send what it has no call for. */
    seq_num: number;
    readonly pack_stream: { put(request: Buffer): void; submit(alone: true): void };
    readonly replies: Record<number, [read: (reply: Buffer) => unknown, answer: XAnswer<never>]>;
    QueryPointer(window: number, answer: XAnswer<XPointer>): void;
    QueryTree(window: number, answer: XAnswer<XTree>): void;
    GetProperty(
      remove: 0,
      window: number,
      property: number,
      type: number,
      offset: number,
      length: number,
      answer: XAnswer<XProperty>,
    ): void;
    ChangeProperty(
      mode: 0 | 2,
      window: number,
      property: number,
      type: number,
      units: 8 | 32,
      data: Buffer,
    ): void;
    GetWindowAttributes(window: number, answer: XAnswer<XAttributes>): void;
    UnmapWindow(window: number): void;
    SendClientMessage(
      destination: number,
      about: number,
      type: number,
      format: 32,
      data: readonly number[],
      eventMask: 0,
    ): void;
    terminate(): void;
  }

  export function createClient(
    options: XOptions,
    onConnected: (error: Error | undefined, opened?: XOpened) => void,
  ): XClient;
}

/** Input as the devices make it (XInput 2), before it goes to any window. */
declare module 'x11/lib/ext/xinput.js' {
  import type { XAnswer, XClient } from 'x11/lib/xcore.js';

  export type RawInput =
    'RawKeyPress' | 'RawButtonPress' | 'RawMotion' | 'RawTouchBegin' | 'RawTouchUpdate';

  export interface XInput {
    readonly majorOpcode: number;
    readonly AllMasterDevices: number;
    XIQueryVersion(
      major: number,
      minor: number,
      answer: XAnswer<{ readonly majorVersion: number }>,
    ): void;
    XISelectEvents(
      window: number,
      mask: { readonly deviceId: number; readonly mask: readonly RawInput[] },
    ): void;
  }

  export function requireExt(
    display: { readonly client: XClient },
    callback: (error: Error | null | undefined, ext?: XInput) => void,
  ): void;
}
