import { contentOf, filesBelow } from './files-below.mjs';

/** The forms in which a secret could have been written down. */
function formsOf(secret: string): readonly string[] {
  const bare = secret.replace(/[\s-]/g, '');
  return [...new Set([secret, bare, Buffer.from(secret).toString('base64')])];
}

/**
 * Where any of these secrets was written in readable form: the app's log, and every file of its data
 * folder (account database and its log, Chromium's own stores, caches, crash reports).
 * @returns for example `account.db-wal: 3th secret`; never the secret itself
 */
export function leaks(
  secrets: ReadonlySet<string>,
  { folder, log }: { readonly folder: string; readonly log: string },
): readonly string[] {
  const needles = [...secrets].map(formsOf);
  const places: (readonly [string, Buffer])[] = filesBelow(folder).map((path) => [
    path.slice(folder.length + 1),
    contentOf(path),
  ]);
  places.push(['the log', Buffer.from(log)]);
  return places.flatMap(([place, content]) =>
    needles.flatMap((forms, index) =>
      forms.some((form) => content.includes(form)) ? [`${place}: secret ${index + 1}`] : [],
    ),
  );
}
