import { anyClinicHistory } from './clinic/arbitrary-clinic.js';
import { liveInClinic } from './clinic/clinic-history.js';
import { clinicImage } from './clinic/clinic-image.js';
import { inTheSameTurn } from './clinic/same-turn.js';
import { simulate } from './simulate.js';

/* Histories of a clinic with eight virtual workstations, a network, and a server that does what it should not. */

process.removeAllListeners('warning');
process.on('warning', () => undefined);

await clinicImage();
inTheSameTurn();
await simulate({
  kinds: [{ any: anyClinicHistory, share: 1 }],
  live: liveInClinic,
  tell: ({ deeds, ...clinic }) => [clinic, ...deeds],
  shorter: (life) =>
    life.deeds.map((_deed, left) => ({
      ...life,
      deeds: life.deeds.filter((_each, index) => index !== left),
    })),
});
