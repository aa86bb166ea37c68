import {
  type ClinicServer,
  type Clock,
  ServerAwayError,
  type ServerConnector,
  type ServerLogin,
  type ServerPlace,
} from '../ports/index.js';
import { within } from '../ports/within.js';
import type { LineBeats } from './link-beats.js';
import { Line } from './link-line.js';
import type { Log } from './link-log.js';
import {
  type AloneReason,
  FIRST_LINK_STATE,
  type LinkCommand,
  type LinkEvent,
  type LinkState,
  step,
} from './link-machine.js';

/** For each address, in milliseconds. */
const CONNECT_BOUND_MS = 3_000;
/** For the keychain, which may ask a person; in milliseconds. */
const LOGIN_BOUND_MS = 10_000;

export interface LinkParts {
  readonly connector: ServerConnector;
  readonly clock: Clock;
  readonly log: Log;
  readonly beats: LineBeats;
  /** Where the server is, and this workstation's login; `null` while the keychain does not give it. */
  readonly login: () => Promise<{
    readonly place: ServerPlace;
    readonly login: ServerLogin;
  } | null>;
  /** From 0 to 1. */
  readonly random: () => number;
  /** The server answered, and this workstation has all that it says is decided. */
  readonly onContact: () => void;
  /** Called after each change of the state. */
  readonly onChange: (state: LinkState) => void;
}

/**
 * Keeps one connection to the clinic's server. Whoever calls waits for nothing, or as long as it says, and
 * hears of no failure: a session goes on without the server as it does with it.
 */
export class Link {
  readonly #parts: LinkParts;
  #state: LinkState = FIRST_LINK_STATE;
  /** The connection that is kept; and one that was just opened. */
  #line: Line | null = null;
  #opened: ClinicServer | null = null;
  /** What is under way to a connection. */
  #trying: Promise<void> = Promise.resolve();
  #cancelWait: () => void = () => undefined;
  /** When it was connected last, by the clock that nobody can set, in milliseconds. */
  #connectedBootMs = 0;

  constructor(parts: LinkParts) {
    this.#parts = parts;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** The server while it is connected. */
  get server(): ClinicServer | null {
    return this.#connected?.server ?? null;
  }

  start(): void {
    this.#dispatch({ type: 'started' });
  }

  stop(): void {
    this.#dispatch({ type: 'stopped' });
  }

  /** The server's addresses, or this workstation's login, are other ones now. */
  moved(): void {
    this.#dispatch({ type: 'moved' });
  }

  /** The session was looked at. */
  look(): void {
    void this.#connected?.refresh();
  }

  /** This workstation has something to say that cannot wait. */
  beat(): void {
    this.#connected?.beat();
  }

  /** Makes sure that what was decided until now is known here, if the server answers in time. */
  async catchUp(boundMs: number): Promise<void> {
    await within(this.#catchUp(boundMs), boundMs, () => undefined, this.#parts.clock);
  }

  async #catchUp(boundMs: number): Promise<void> {
    // Whoever signs in should not wait for the end of a pause.
    this.#dispatch({ type: 'due' });
    while (this.#state.kind === 'connecting' || this.#state.kind === 'meeting') await this.#trying;
    await this.#connected?.refresh(boundMs);
  }

  get #connected(): Line | null {
    return this.#state.kind === 'connected' ? this.#line : null;
  }

  #dispatch(event: LinkEvent): void {
    const before = this.#state;
    const { state, commands } = step(before, event, this.#parts.random());
    this.#state = state;
    if (state.kind === 'connected' && before.kind !== 'connected')
      this.#connectedBootMs = this.#parts.clock.now().bootMs;
    if (state.kind !== 'waiting') this.#cancelWait();
    for (const command of commands) this.#carryOut(command);
    if (state !== before) this.#parts.onChange(state);
  }

  #gone(attempt: number, why: AloneReason): void {
    const isConnected = this.#connected !== null;
    const heldMs = isConnected ? this.#parts.clock.now().bootMs - this.#connectedBootMs : 0;
    this.#dispatch({ type: 'gone', attempt, why, heldMs });
  }

  #carryOut(command: LinkCommand): void {
    switch (command.type) {
      case 'connect':
        this.#trying = this.#connect(command.attempt);
        return;
      case 'meet':
        if (this.#opened !== null) this.#trying = this.#meet(command.attempt, this.#opened);
        return;
      case 'drop':
        this.#opened?.close();
        return;
      case 'close':
        this.#line?.close();
        this.#line = null;
        this.#parts.log.part();
        return;
      case 'wait':
        this.#cancelWait = this.#parts.clock.after(command.ms, () =>
          this.#dispatch({ type: 'due' }),
        );
    }
  }

  async #connect(attempt: number): Promise<void> {
    const { login, connector, clock } = this.#parts;
    const none = (): null => null;
    try {
      const found = await within(login().catch(none), LOGIN_BOUND_MS, none, clock);
      if (this.#state.attempt !== attempt || this.#state.kind !== 'connecting') return;
      if (found === null) {
        this.#gone(attempt, 'keychain');
        return;
      }
      const server = await connector.connect(found.place, found.login, CONNECT_BOUND_MS);
      this.#opened = server;
      this.#dispatch({ type: 'opened', attempt });
    } catch (error) {
      this.#gone(attempt, whyOf(error));
    }
  }

  #meet(attempt: number, server: ClinicServer): Promise<void> {
    const { log, beats, clock, onContact } = this.#parts;
    this.#line = new Line({
      server,
      ...{ log, beats, clock, onContact },
      onMet: (meeting) => this.#dispatch({ type: 'met', attempt, meeting }),
      onLost: (error) => this.#gone(attempt, whyOf(error)),
    });
    return this.#line.meet();
  }
}

function whyOf(error: unknown): AloneReason {
  if (error instanceof ServerAwayError) return error.why;
  // For example the disk, which does not take what the server sends.
  process.emitWarning(error instanceof Error ? error : String(error));
  return 'broken';
}
