// @ts-check
// `npm run sentences`: writes the list of every sentence that the app says to people, from which translators
// work. A unit test fails if somebody forgot to run this.

import { runCommand, say, Stop } from './lib/cli.mjs';
import { setup } from './lib/setup.mjs';
import { writeFormatted } from './lib/write-formatted.mjs';

await runCommand(async () => {
  await setup();
  // Imported only now: it uses a project package, which the set-up installs.
  const { SENTENCES_FILE, sentencesOfCode } = await import('./lib/words/sentences.mjs');
  const { sentences, unreadable } = sentencesOfCode();
  if (unreadable.length > 0)
    throw new Stop(
      `What is said must be written in the call, so that it can be translated:\n${unreadable.join('\n')}`,
    );
  await writeFormatted(SENTENCES_FILE, JSON.stringify(sentences));
  say(`Wrote ${Object.keys(sentences).length} sentences to ${SENTENCES_FILE}.`);
});
