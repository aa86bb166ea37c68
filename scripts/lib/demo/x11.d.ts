/** What the demo asks of x11 beyond what the app does (src/main/host/linux/x/x11.d.ts). */
declare module 'x11/lib/xcore.js' {
  interface XOptions {
    /** In place of what the file of `XAUTHORITY` has for the display. */
    readonly auth?: { readonly name: string; readonly data: string };
  }

  interface XClient {
    ChangeWindowAttributes(id: number, values: { readonly backgroundPixel: number }): void;
    ClearArea(
      window: number,
      x: number,
      y: number,
      width: number,
      height: number,
      exposures: 0,
    ): void;
    GetImage(
      format: 2,
      window: number,
      x: number,
      y: number,
      width: number,
      height: number,
      planes: number,
      answer: XAnswer<{ readonly data: Buffer }>,
    ): void;
    require(
      extension: 'screen-saver',
      callback: (error: Error | null, ext: XScreenSaver) => void,
    ): void;
  }

  interface XScreenSaver {
    /** `idle` is in milliseconds. */
    QueryInfo(window: number, answer: XAnswer<{ readonly idle: number }>): void;
  }
}
