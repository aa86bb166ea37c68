import type { Clock } from '../../../src/main/ports/index.js';
import {
  type ClinicServer,
  ServerAwayError,
  type ServerConnector,
  type ServerLogin,
  type ServerPlace,
} from '../../../src/main/ports/clinic-server.js';
import { NODE_TIMERS } from '../../../src/main/ports/within.js';
import { type Lies, type LineMood, VirtualConnection } from './virtual-connection.js';
import type { VirtualServer } from './virtual-server.js';

/** One workstation's way to the {@link VirtualServer}, with the faults of a network. */
export class VirtualLine implements ServerConnector {
  /** What the server says over this line instead of the truth. */
  lies: Lies = {};
  /** Called before each call, with its name: a test changes the world in between. */
  beforeCall: (name: string) => void = () => undefined;
  /** The next call that may write is done, and its answer lost with the connection. */
  losesNextAnswer = false;
  /** How long every answer takes, in milliseconds. */
  delayMs = 0;
  readonly #connections = new Set<VirtualConnection>();
  #mood: LineMood = 'works';

  constructor(
    /** A test may lead it to another one. */
    public server: VirtualServer,
    readonly clock: Pick<Clock, 'after'> = NODE_TIMERS,
  ) {}

  get mood(): LineMood {
    return this.#mood;
  }

  set mood(mood: LineMood) {
    this.#mood = mood;
    if (mood === 'cut') for (const connection of [...this.#connections]) connection.cutOff();
  }

  /** How many connections this workstation believes to have. */
  get open(): number {
    return this.#connections.size;
  }

  async connect(_place: ServerPlace, login: ServerLogin, boundMs: number): Promise<ClinicServer> {
    const opened = await this.answer('connect', boundMs, () => {
      const workstation = this.server.signIn(login);
      return { workstation, greeting: this.server.greet(workstation) };
    });
    const { workstation } = opened;
    const greeting = this.lies.greeting?.(opened.greeting) ?? opened.greeting;
    const connection = new VirtualConnection(this, workstation, greeting);
    this.#connections.add(connection);
    this.server.callers.add(connection);
    return connection;
  }

  forget(connection: VirtualConnection): void {
    this.#connections.delete(connection);
    this.server.callers.delete(connection);
  }

  /** @returns what `work` gives, as late as this line is; rejects with {@link ServerAwayError} */
  answer<T>(name: string, boundMs: number, work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.clock.after(boundMs, () => reject(new ServerAwayError('silent')));
      const settle = (): void => {
        if (this.#mood === 'hangs') return;
        cancel();
        try {
          if (this.#mood === 'cut') throw new ServerAwayError('unreachable');
          this.beforeCall(name);
          const done = work();
          if (this.losesNextAnswer && WRITES.has(name)) {
            this.losesNextAnswer = false;
            throw new ServerAwayError('unreachable');
          }
          resolve(done);
        } catch (error) {
          reject(error instanceof ServerAwayError ? error : new ServerAwayError('broken'));
        }
      };
      if (this.delayMs > 0) this.clock.after(this.delayMs, settle);
      else queueMicrotask(settle);
    });
  }
}

const WRITES: ReadonlySet<string> = new Set([
  ...['append', 'enrol', 'bringBoxes', 'dropBoxes', 'raise', 'spend', 'openEnrolment', 'remove'],
  ...['beat', 'bringTrail', 'dropTrail'],
]);
