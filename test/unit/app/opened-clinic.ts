import { expect, vi } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { type OpenClinic, openClinic } from '../../../src/main/app/open-clinic.js';
import type { ClinicStanding, OrderBeyond, ServerPlace } from '../../../src/main/ports/index.js';
import { openDecisionStore } from '../../../src/main/storage/decision-store.js';
import type { VirtualClock } from '../../support/fakes/virtual-clock.js';
import { VirtualLine } from '../../support/fakes/virtual-line.js';
import type { OfficeDesk } from '../../support/office-desk.js';

/** The app on one computer: its desk does what people do there, and has no connection of its own. */
export class OpenedClinic {
  readonly clinic: OpenClinic;
  readonly line: VirtualLine;
  /** Where it connected to. */
  readonly places: ServerPlace[] = [];
  limitSeconds = 72 * 3_600;
  contacts = 0;
  removals = 0;
  readonly ordered: OrderBeyond[] = [];
  /** What was told, in the order. */
  readonly told: ClinicStanding['kind'][] = [];
  /** How often nobody could stay signed in. */
  shuts = 0;

  constructor(
    readonly desk: OfficeDesk,
    readonly clock: VirtualClock,
    mood: VirtualLine['mood'] = 'works',
  ) {
    this.line = new VirtualLine(desk.line.server, clock);
    this.line.mood = mood;
    const { parts, store, rows, database, keychain } = desk;
    this.clinic = openClinic({
      ...{ ...parts, clock, rows, keychain, clinicStore: store },
      decisionStore: openDecisionStore(database),
      policies: {
        inForce: () => ({ ...DEFAULT_POLICY, offlineLimitSeconds: this.limitSeconds }),
      },
      connector: {
        connect: (place, login, boundMs) => {
          this.places.push(place);
          return this.line.connect(place, login, boundMs);
        },
      },
      onChange: () => this.told.push(this.clinic.desk.standing.kind),
      onShut: () => (this.shuts += 1),
      onOrdered: (order) => this.ordered.push(order),
      onRemoved: () => (this.removals += 1),
      onContact: () => (this.contacts += 1),
    });
  }

  get kind(): ClinicStanding['kind'] {
    return this.clinic.desk.standing.kind;
  }

  /** Time passes until it stands so. */
  until(kind: ClinicStanding['kind']): Promise<void> {
    return this.whenever(() => expect(this.kind).toBe(kind));
  }

  /** Time passes until nothing throws any more. */
  whenever(expectation: () => void | Promise<void>): Promise<void> {
    const tried = async (): Promise<void> => {
      await this.clock.run(200);
      await expectation();
    };
    return vi.waitFor(tried, { timeout: 20_000, interval: 2 });
  }
}
