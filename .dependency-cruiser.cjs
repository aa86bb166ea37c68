/** The rooms of docs/architecture.md, as rules. */
const shared = '^src/shared/';
const ports = '^src/main/ports/';
/** @param {string} name */
const room = (name) => `^src/main/${name}/`;

/**
 * What the clinic can decide, and what it has decided: plain forms, in which the ports speak. They use no
 * port, so that nothing goes round.
 */
const decided = '^src/main/account/(changes|clinic-state|entry)\\.ts$';

/**
 * What each room of `src/main` may import of ours, beside itself. Whatever else belongs together
 * meets in the composition root. A test holds this list beside the folders that there are.
 */
const rooms = {
  account: [shared, ports, room('keys')],
  // The composition root: it builds and wires whatever there is.
  app: ['^src/'],
  audit: [shared, ports, room('keys')],
  clinic: [shared, ports, room('(account|keys)')],
  'clinic-apps': [shared, ports, room('keys'), '^src/main/account/shares\\.ts$'],
  // What the command line asks for, the app included.
  commands: ['^src/'],
  guarded: [shared, ports, room('windows')],
  host: [shared, ports],
  identity: [shared, ports, room('(account|keys)')],
  ipc: [
    shared,
    ports,
    room('(audit|clinic-apps|guarded|identity|policy|quick-sign-in|session|updates|vault|windows)'),
    '^src/main/clinic-apps/clinic-app-desk\\.ts$',
    '^src/main/account/acceptance\\.ts$',
  ],
  // Plain functions of bytes: what they are for is known above them. JSON has one reader.
  keys: ['^src/shared/texts/json\\.ts$'],
  policy: [shared, ports, room('keys')],
  ports: [shared, room('keys'), decided],
  server: [shared, ports, room('keys')],
  // What a full sign-in leaves behind for those who come back: the other half of identity.
  'quick-sign-in': [shared, ports, room('(account|identity|keys)')],
  session: [shared, ports, room('keys')],
  storage: [shared, ports, room('keys')],
  updates: [shared, ports, room('keys')],
  vault: [shared, ports, room('keys')],
  windows: [shared, ports],
};

/** The same for the rooms of `src/renderer`: windows share `ui` and `mount`, and nothing else. */
const rendererRoom = (name) => `^src/renderer/${name}/`;
const rendererRooms = {
  bar: [shared, rendererRoom('(ui|mount)')],
  main: [shared, rendererRoom('(ui|mount)')],
  // Each window starts in it, so it brings the styles that all windows share.
  mount: [shared, '^src/renderer/ui/styles/'],
  pdf: [shared, '^src/renderer/mount/page-language'],
  settings: [shared, rendererRoom('(ui|mount)')],
  ui: [shared],
  warning: [shared, rendererRoom('(ui|mount)')],
};

/** A wall around each room: what is not on its list may not be imported. */
const walls = (folder, list) =>
  Object.entries(list).map(([name, mayImport]) => ({
    name: `wall-of-${name}`,
    severity: 'error',
    from: { path: `^${folder}/${name}/` },
    to: { path: '^src/', pathNot: [`^${folder}/${name}/`, ...mayImport] },
  }));

/** What main says in words. The gallery shows it in a page, where there is no node. */
const words =
  '^src/main/(ipc/((clinic-)?messages|lost-decision-words)|identity/lost-share|guarded/partition/site-words|audit/((audit|clinic|session|trail|verdict)-words|clinic-verdict|stored-facts))\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...walls('src/main', rooms),
    ...walls('src/renderer', rendererRooms),
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(raw|url|asset)$' },
    },
    {
      name: 'shared-is-pure',
      comment:
        'What is shared imports nothing of the app, no electron and no node; what it does import runs in both.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: {
        pathNot:
          '^src/shared/|node_modules/(zod|tldts|tldts-core|@zxcvbn-ts|jsonc-parser|intl-messageformat)/',
      },
    },
    {
      name: 'decided-is-plain',
      comment: 'What the ports speak in uses no port but that of time.',
      severity: 'error',
      from: { path: decided },
      to: { path: '^src/', pathNot: [decided, shared, room('keys'), '^src/main/ports/time\\.ts$'] },
    },
    {
      name: 'only-the-chain-changes-the-state',
      comment:
        'The judge, and the account that takes what it says, are for the chain and for whoever wires it.',
      severity: 'error',
      from: { path: '^src/', pathNot: room('(account|app)') },
      to: {
        path: '^src/main/account/(authority|clinic-account|judge|new-keys|replay)\\.ts$',
      },
    },
    {
      name: 'no-end-of-a-session-reaches-the-chain',
      comment: 'Hiding, revoking and deleting wait for nothing that the clinic decides.',
      severity: 'error',
      from: { path: room('(session|vault|keys)') },
      to: { path: '^src/main/account/(?!changes|clinic-state|entry)', reachable: true },
    },
    {
      name: 'no-end-of-a-session-reaches-the-server',
      comment: 'A session ends as it does without a network: nothing on that way knows of one.',
      severity: 'error',
      from: { path: room('(session|vault|keys)') },
      to: { path: room('(clinic|server)'), reachable: true },
    },
    {
      name: 'heart-has-no-electron',
      comment: 'The heart takes time and the outside world as arguments.',
      severity: 'error',
      from: {
        path: '^src/main/(account|session|identity|quick-sign-in|policy|vault|storage|keys|clinic|clinic-apps|server|updates|audit)/',
        pathNot: 'vault/keychain\\.ts$',
      },
      to: { path: 'node_modules/(electron|keytar)/|^electron$' },
    },
    {
      name: 'words-run-in-a-page',
      comment: 'The gallery shows them with nothing of main beside them.',
      severity: 'error',
      from: { path: [words, '^test/gallery/'], pathNot: '\\.mjs$|^test/gallery/window/' },
      to: {
        path: '^src/main/',
        pathNot: words,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'what-is-shipped-is-a-dependency',
      comment:
        'The list of parts and the licence texts of a package are made of `dependencies` alone.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/electron/',
      },
    },
    {
      name: 'electron-updater-only-behind-its-port',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/main/updates/(electron-updater|signed-provider)\\.ts$',
      },
      to: { path: 'node_modules/electron-updater/' },
    },
    {
      name: 'keytar-only-in-the-keychain',
      severity: 'error',
      from: { pathNot: '^src/main/vault/keychain\\.ts$|^test/' },
      to: { path: 'node_modules/keytar/' },
    },
    {
      name: 'database-only-in-storage',
      severity: 'error',
      from: { path: '^src/', pathNot: room('storage') },
      to: { path: 'node_modules/(libsql|kysely)/' },
    },
    {
      name: 'postgres-only-in-the-server',
      severity: 'error',
      from: { path: '^src/', pathNot: room('server') },
      to: { path: 'node_modules/(pg|pg-[a-z-]+)/' },
    },
    {
      name: 'renderer-knows-what-is-shared-only',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/', pathNot: '^src/(shared|renderer)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: ['^src/renderer/', words] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-has-no-electron',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: 'node_modules/electron/|^electron$' },
    },
    {
      name: 'preload-knows-what-is-shared-only',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { path: '^src/', pathNot: '^src/(shared|preload)/' },
    },
    {
      name: 'product-knows-no-tests-or-scripts',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.tools.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
