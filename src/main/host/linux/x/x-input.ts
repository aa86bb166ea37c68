import type { RawInput } from 'x11/lib/ext/xinput.js';
import type { Clock } from '../../../ports/index.js';
import type { TellingIdle } from '../../idle/asked-idle.js';
import { XDisplay } from './x-display.js';

/** Input by a person. The server makes repeated keys by itself, and they are not among these. */
const INPUT: readonly RawInput[] = [
  'RawKeyPress',
  'RawButtonPress',
  'RawMotion',
  'RawTouchBegin',
  'RawTouchUpdate',
];

/** After input nothing is heard for this long, in milliseconds: a mouse sends an event every few. */
const DEAF_MS = 200;

/** How long the connection may take, in milliseconds. */
const BOUND_MS = 500;

/** Between two tries to connect, in milliseconds. */
const RETRY_MS = 10_000;

interface Watch {
  readonly display: XDisplay;
  /** Chooses the input that is heard, or none. */
  readonly listen: (input: readonly RawInput[]) => void;
}

/**
 * Tells when somebody last touched keyboard, mouse or screen, from the devices themselves (XInput 2). Any
 * program can set X's own idle time to 0 (`XResetScreenSaver`, media players), but cannot reset this. If
 * the pointer is at another place, somebody moved it, perhaps through a program, as in some remote support:
 * then X's idle time is believed. Which key was pressed is not looked at.
 *
 * @param shown as in `DISPLAY`, such as `:0`
 * @param onNews called when an answer tells of activity that was not known before
 */
export function xInputIdle(shown: string, clock: Clock, onNews: () => void): TellingIdle {
  let watch: Watch | null = null;
  let lastInputMs = 0;
  let lastPointer: string | null = null;
  let isAsking = false;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let stopDeafness = (): void => undefined;

  const nowMs = (): number => clock.now().bootMs;
  const heardOf = (of: Watch, inputMs: number): void => {
    if (watch === of) lastInputMs = Math.max(lastInputMs, inputMs);
  };
  const lost = (display: XDisplay): void => {
    if (watch?.display !== display) return;
    stopDeafness();
    watch = null;
    isAsking = false;
  };
  /**
   * The server's idle time includes input that came while nothing was heard. An app that was held up hears
   * of input late. The idle time then tells when the input was: a reset can only make it shorter.
   */
  const listenAgain = async (of: Watch): Promise<void> => {
    of.listen(INPUT);
    const atMs = nowMs();
    const [pointer, idleMs] = await Promise.all([of.display.pointer(), of.display.idleMs()]);
    // Where the hand has left the pointer: only a later movement is news.
    lastPointer = pointer;
    if (watch !== of || idleMs === null) return;
    const countedMs = atMs - idleMs;
    if (idleMs <= DEAF_MS) heardOf(of, countedMs);
    else lastInputMs = Math.min(lastInputMs, countedMs);
  };
  const hear = (): void => {
    const of = watch;
    if (of === null) return;
    lastInputMs = nowMs();
    of.listen([]);
    stopDeafness();
    stopDeafness = clock.after(DEAF_MS, () => void listenAgain(of));
  };
  const connect = async (): Promise<void> => {
    if (nowMs() - triedAtMs < RETRY_MS) return;
    triedAtMs = nowMs();
    try {
      const display = await XDisplay.open(shown, BOUND_MS);
      const listen = await display.listenToInput(hear, () => lost(display));
      // Only the server's idle time tells of input before the connection.
      const idleMs = await display.idleMs();
      if (listen === null || idleMs === null) {
        display.close();
        return;
      }
      lastInputMs = nowMs() - idleMs;
      lastPointer = await display.pointer();
      watch = { display, listen };
      listen(INPUT);
    } catch {
      // Meanwhile the next source is asked.
    }
  };
  const askForMoves = async (of: Watch): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    const atMs = nowMs();
    const [pointer, idleMs] = await Promise.all([of.display.pointer(), of.display.idleMs()]);
    isAsking = false;
    if (pointer === lastPointer || pointer === null || idleMs === null) return;
    lastPointer = pointer;
    const before = lastInputMs;
    heardOf(of, atMs - idleMs);
    if (lastInputMs > before) onNews();
  };

  void connect();
  return {
    resolutionMs: 1,
    get name() {
      return watch === null ? null : 'X11';
    },
    idleMs: () => {
      void (watch === null ? connect() : askForMoves(watch));
      return watch === null ? null : nowMs() - lastInputMs;
    },
  };
}
