import type {
  ServerConnector,
  ServerFounder,
  ServerPlace,
} from '../../../src/main/ports/clinic-server.js';
import { itIsAClinicServer } from '../../support/conformance/clinic-server.js';
import type { ServerWorld } from '../../support/conformance/clinic-world.js';
import { VirtualLine } from '../../support/fakes/virtual-line.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';

/** One virtual server for each database, and one line to each. */
function virtualWorld(): ServerWorld {
  const lines = new Map<string, VirtualLine>();
  let expiredMs = 0;
  const lineTo = ({ database }: ServerPlace): VirtualLine => {
    const line = lines.get(database);
    if (line === undefined) throw new Error(`No database ${database}.`);
    return line;
  };
  const connector: ServerConnector = {
    connect: (place, login, boundMs) => lineTo(place).connect(place, login, boundMs),
  };
  const founder: ServerFounder = {
    found: (place, owner, first) => lineTo(place).server.found(place, owner, first),
    script: (first) => new VirtualServer().script(first),
  };
  return {
    connector,
    founder,
    emptyPlace: () => {
      const database = `clinic ${lines.size}`;
      lines.set(database, new VirtualLine(new VirtualServer(() => Date.now() + expiredMs)));
      const place = { addresses: [{ host: 'clinic.test', port: 5432 }], database };
      return Promise.resolve({ place, owner: { user: 'owner', password: 'owner' } });
    },
    freeze: () => {
      for (const line of lines.values()) line.mood = 'hangs';
    },
    thaw: () => {
      for (const line of lines.values()) line.mood = 'works';
    },
    restart: () => {
      for (const line of lines.values()) line.server.cutOff();
      return Promise.resolve();
    },
    expire: () => {
      expiredMs += 25 * 3_600_000;
      return Promise.resolve();
    },
  };
}

itIsAClinicServer('the server in memory', () =>
  Promise.resolve({ world: virtualWorld(), stop: () => Promise.resolve() }),
);
