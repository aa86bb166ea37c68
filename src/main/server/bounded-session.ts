import type { Client } from 'pg';
import { ServerAwayError } from '../ports/clinic-server.js';
import type { Clock } from '../ports/index.js';
import { awayBy } from './away-reason.js';

/** The longest answer, in bytes: whoever sends more fills the memory. */
const LONGEST_ANSWER = 268_435_456;

/**
 * One login that is in use. Each query is bounded, and one that fails ends the whole session: the socket is
 * destroyed, as pg itself goes on believing in one that is half open. Several at once are sent at once, and
 * answered in their order.
 */
export class BoundedSession {
  readonly #onEnd = new Set<(why: ServerAwayError) => void>();
  readonly #onLoss: ((why: ServerAwayError) => void)[] = [];
  #over: ServerAwayError | null = null;
  #received = 0;

  constructor(
    private readonly client: Client,
    private readonly clock: Pick<Clock, 'after'>,
  ) {
    client.on('error', (error) => this.#lose(awayBy(error, 'broken')));
    client.on('end', () => this.#lose(new ServerAwayError('unreachable')));
    client.connection.stream.on('data', (chunk: Buffer) => {
      this.#received += chunk.length;
      if (this.#received > LONGEST_ANSWER) this.#lose(new ServerAwayError('broken'));
    });
  }

  /** @returns the rows; rejects with {@link ServerAwayError} within `boundMs` */
  async query(
    text: string,
    values: readonly unknown[],
    boundMs: number,
  ): Promise<readonly unknown[]> {
    if (this.#over !== null) throw this.#over;
    const { ended, forget } = this.#end();
    const cancel = this.clock.after(boundMs, () => this.#lose(new ServerAwayError('silent')));
    const done = this.client.query<Record<string, unknown>, unknown[]>(text, [...values]);
    try {
      return (await Promise.race([done, ended])).rows;
    } catch (error) {
      throw this.lose(error);
    } finally {
      this.#received = 0;
      cancel();
      forget();
    }
  }

  /** Several statements without values, of which the answers are nobody's. */
  async run(script: string, boundMs: number): Promise<void> {
    await this.query(script, [], boundMs);
  }

  /** Settles with `promise`, and rejects when the session ends before. */
  async whileOpen<T>(promise: Promise<T>): Promise<T> {
    if (this.#over !== null) throw this.#over;
    const { ended, forget } = this.#end();
    try {
      return await Promise.race([promise, ended]);
    } finally {
      forget();
    }
  }

  /** When it ends without {@link close}. */
  onLoss(listener: (why: ServerAwayError) => void): void {
    this.#onLoss.push(listener);
  }

  /** Ends it after an error. @returns what the caller throws */
  lose(error: unknown): ServerAwayError {
    const why = awayBy(error, 'broken');
    this.#lose(why);
    return why;
  }

  close(): void {
    this.#stop(new ServerAwayError('unreachable'));
  }

  #end(): { ended: Promise<never>; forget: () => void } {
    let forget = (): void => undefined;
    const ended = new Promise<never>((_resolve, reject) => {
      this.#onEnd.add(reject);
      forget = () => this.#onEnd.delete(reject);
    });
    return { ended, forget };
  }

  #lose(why: ServerAwayError): void {
    if (this.#over !== null) return;
    this.#stop(why);
    for (const listener of this.#onLoss) listener(why);
  }

  #stop(why: ServerAwayError): void {
    if (this.#over !== null) return;
    this.#over = why;
    this.client.connection.stream.destroy();
    for (const reject of [...this.#onEnd]) reject(why);
  }
}
