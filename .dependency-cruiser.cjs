/** The rooms of docs/architecture.md, as rules. */
const room = (name) => `^src/main/${name}/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(raw|url|asset)$' },
    },
    {
      name: 'contract-is-pure',
      comment:
        'The contract imports nothing of the app, no electron and no node; what it does import runs in both.',
      severity: 'error',
      from: { path: '^src/contract/' },
      to: {
        pathNot: '^src/contract/|node_modules/(zod|tldts|tldts-core|@zxcvbn-ts|jsonc-parser)/',
      },
    },
    {
      name: 'heart-has-no-electron',
      comment: 'The heart takes time and the outside world as arguments.',
      severity: 'error',
      from: {
        path: '^src/main/(session|identity|vault|storage|keys|clinic-apps|updates|audit)/',
        pathNot: 'vault/keychain\\.ts$',
      },
      to: { path: 'node_modules/(electron|keytar)/|^electron$' },
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
      name: 'rooms-know-contract-and-ports-only',
      comment:
        'Session, identity, vault, storage, host, clinic apps, updates and audit meet in the composition root alone.',
      severity: 'error',
      from: { path: '^src/main/(session|identity|vault|storage|host|clinic-apps|updates|audit)/' },
      to: {
        path: '^src/',
        pathNot: [
          '^src/contract/',
          '^src/main/(account-|audit-|diagnostics-|managed-|network-|time-|update-)?ports\\.ts$',
          '^src/main/keys/',
          '^src/main/$1/',
        ],
      },
    },
    {
      name: 'keys-know-nothing',
      comment:
        'Keys are plain functions of bytes: what they are for is known above them. JSON has one reader.',
      severity: 'error',
      from: { path: room('keys') },
      to: { path: '^src/', pathNot: `${room('keys')}|^src/contract/json\\.ts$` },
    },
    {
      name: 'windows-know-the-contract-only',
      severity: 'error',
      from: { path: room('windows') },
      to: {
        path: '^src/',
        pathNot:
          '^src/(contract|main/windows)/|^src/main/(account-|audit-|diagnostics-|managed-|network-|time-|update-)?ports\\.ts$',
      },
    },
    {
      name: 'renderer-knows-the-contract-only',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/', pathNot: '^src/(contract|renderer)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-has-no-electron',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: 'node_modules/electron/|^electron$' },
    },
    {
      name: 'preload-knows-the-contract-only',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: { path: '^src/', pathNot: '^src/(contract|preload)/' },
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
