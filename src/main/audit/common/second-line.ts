import {
  type ClinicServer,
  type Clock,
  ServerAwayError,
  type ServerConnector,
  type ServerLogin,
  type ServerPlace,
} from '../../ports/index.js';

/** For each address, in milliseconds. */
const CONNECT_MS = 3_000;
/** A connection that nobody used for so long is closed, in milliseconds. */
const IDLE_MS = 60_000;

export interface SecondLineParts {
  readonly connector: ServerConnector;
  readonly clock: Clock;
  /** Where the server is, and this workstation's login, while it is in contact; `null` otherwise. */
  readonly login: () => Promise<{
    readonly place: ServerPlace;
    readonly login: ServerLogin;
  } | null>;
  /** Called when the connection was closed. */
  readonly onClosed: () => void;
}

/** A connection beside the link's own, for whoever reads much: nothing that is decided waits behind it. */
export class SecondLine {
  readonly #parts: SecondLineParts;
  #server: Promise<ClinicServer> | null = null;
  #users = 0;
  #cancelClose: () => void = () => undefined;

  constructor(parts: SecondLineParts) {
    this.#parts = parts;
  }

  /**
   * The connection, for as long as the caller needs it.
   * @returns with what the caller calls when done; rejects with {@link ServerAwayError}
   */
  async take(): Promise<{ readonly server: ClinicServer; readonly done: () => void }> {
    this.#cancelClose();
    this.#users += 1;
    const done = (): void => {
      this.#users -= 1;
      if (this.#users === 0)
        this.#cancelClose = this.#parts.clock.after(IDLE_MS, () => this.close());
    };
    try {
      return { server: await (this.#server ??= this.#open()), done };
    } catch (error) {
      done();
      throw error;
    }
  }

  /** At once. */
  close(): void {
    this.#cancelClose();
    const opened = this.#server;
    this.#server = null;
    opened?.then(
      (server) => server.close(),
      () => undefined,
    );
    this.#parts.onClosed();
  }

  #open(): Promise<ClinicServer> {
    const opening = this.#connect();
    const forget = (): void => {
      if (this.#server === opening) this.close();
    };
    opening.then((server) => server.onGone(forget), forget);
    return opening;
  }

  async #connect(): Promise<ClinicServer> {
    const { connector, login } = this.#parts;
    const found = await login();
    if (found === null) throw new ServerAwayError('unreachable');
    return connector.connect(found.place, found.login, CONNECT_MS);
  }
}
