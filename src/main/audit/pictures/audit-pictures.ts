import { setImmediate } from 'node:timers/promises';
import type { AuditPlace } from '../../../shared/workstation/audit-log.js';
import type { AuditPictures, PicturesFilter } from '../../../shared/workstation/audit-pictures.js';
import type { AuditReader, Clock } from '../../ports/index.js';
import type { ClinicLog } from '../common/clinic-log.js';
import { daysBefore, spanStart, unitFor } from './calendar.js';
import { COUNTED_EVENTS, Tally } from './tally.js';

/** How many events of this computer are looked at in one turn of the event loop, so that nothing else waits long. */
const TURN = 1_000;
/** How many events the server is asked for at once. */
const PAGE = 500;
/** Each event of the clinic has to be fetched and opened: more of them than this are not counted. */
const MOST_OF_CLINIC = 20_000;

export interface AuditPicturesParts {
  readonly audit: AuditReader;
  readonly clock: Pick<Clock, 'now'>;
  /** The log of all workstations. */
  readonly clinic: ClinicLog;
}

type Query = Pick<PicturesFilter, 'memberId' | 'workstationId'> & {
  readonly events: typeof COUNTED_EVENTS;
  readonly sinceMs: number | null;
};

/** Counts the audit log, for pictures of it. */
export class AuditLogPictures {
  readonly #parts: AuditPicturesParts;
  #asked = 0;

  constructor(parts: AuditPicturesParts) {
    this.#parts = parts;
  }

  /**
   * Counts whole days of this computer's calendar: the chosen number of them before today, and today.
   * @param isWanted asked between two parts of a long log
   * @returns `null` when it is not wanted any more, or when somebody asked again meanwhile; rejects when the
   *   events cannot be read
   */
  async count(
    { days, memberId, workstationId }: PicturesFilter,
    isWanted: () => boolean,
  ): Promise<AuditPictures | null> {
    this.#asked += 1;
    const mine = this.#asked;
    const isStillWanted = (): boolean => mine === this.#asked && isWanted();
    const { clock, clinic } = this.#parts;
    const now = new Date(clock.now().wallMs);
    const day = days === null ? null : daysBefore(now, days);
    const from = day === null ? null : spanStart(day, unitFor(day, now));
    const query: Query = {
      ...{ events: COUNTED_EVENTS, memberId, workstationId },
      sinceMs: from?.getTime() ?? null,
    };
    const self = clinic.self();
    if (self !== null) {
      const tally = new Tally(now);
      const read = await this.#readClinic(query, tally, isStillWanted);
      if (!isStillWanted()) return null;
      if (read !== 'away') return { source: 'clinic', ...tally.result(from, now, read === 'cut') };
    }
    const tally = new Tally(now);
    if (workstationId === null || workstationId === self)
      await this.#readHere(query, tally, isStillWanted);
    if (!isStillWanted()) return null;
    return { source: self === null ? 'single' : 'here', ...tally.result(from, now, false) };
  }

  async #readClinic(
    query: Query,
    tally: Tally,
    isWanted: () => boolean,
  ): Promise<'all' | 'cut' | 'away'> {
    let before: AuditPlace | null = null;
    for (let read = 0; read < MOST_OF_CLINIC && isWanted(); read += PAGE) {
      const rows = await this.#parts.clinic.read({ ...query, before, limit: PAGE });
      if (rows === null) return 'away';
      for (const row of rows) tally.add(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) return 'all';
      before = last.stands;
    }
    return 'cut';
  }

  /** Looks at every event, as a clock that was changed puts them out of order. */
  async #readHere(query: Query, tally: Tally, isWanted: () => boolean): Promise<void> {
    const { audit } = this.#parts;
    const [newest] = await audit.read({
      ...{ events: null, memberId: null, sinceMs: null, beforeId: null, limit: 1 },
    });
    for (let top = newest?.stands.id ?? 0; top > 0 && isWanted(); top -= TURN) {
      const part = { beforeId: top + 1, afterId: top - TURN, limit: TURN };
      for (const row of await audit.read({ ...query, ...part })) tally.add(row);
      await setImmediate();
    }
  }
}
