import { Postgres } from '../../../scripts/lib/postgres.mjs';
import { itIsAClinicServer } from '../../support/conformance/clinic-server.js';
import { ENGINES, postgresWorld } from '../../support/postgres.js';

for (const [name, engine] of ENGINES)
  itIsAClinicServer(name, async () => {
    const server = await Postgres.start(await engine());
    return { world: postgresWorld(server), stop: () => server.remove() };
  });
