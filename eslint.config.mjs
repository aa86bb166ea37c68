import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const noClock = [
  {
    selector: "MemberExpression[object.name='Date'], NewExpression[callee.name='Date']",
    message: 'Time is an argument here: take a Clock or an Instant.',
  },
  {
    selector: 'CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate)$/]',
    message: 'No timers here: ask the Clock port.',
  },
  {
    selector: "MemberExpression[object.name='performance'][property.name='now']",
    message: 'Time is an argument here.',
  },
];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only, so that a thing has one name everywhere.',
};

const oneJsonReader = {
  selector: "MemberExpression[object.name='JSON'][property.name='parse']",
  message:
    'It drops repeated names in silence: readJson of shared/texts/json.ts is the one reader.',
};

const saidOnce = 'CallExpression[callee.name=/^(say|sayRich)$/]';
const saidWhenRead =
  "CallExpression[callee.name='sayings'] > ObjectExpression > Property > Literal";
/** Messages of errors, and `why` something failed, are for logs. */
const notForLogs =
  ":not(NewExpression):not(CallExpression[callee.type='Super']):not(Property[key.name='why'])";
/** The lines of a drawing. */
const notOfDrawings = ':not(JSXAttribute[name.name=/^(d|transform)$/])';
/** Sentences for people go through `say`, so that they can be said in another language. */
const said = [
  {
    // Not what begins as a path, and not our own name where a program is called so.
    selector: String.raw`:not(${saidOnce})${notForLogs}${notOfDrawings} > Literal[value=/^(?!Clinic Workstation( Keychain|\\policy\.json)?$)[A-Z“‘][^\s\\=]*\s+[^\s]/]:not(${saidWhenRead})`,
    message: 'A sentence for people: say(…) of shared/words/say.ts.',
  },
  {
    selector: `${notForLogs} > TemplateLiteral > TemplateElement[value.raw=/[A-Za-z]{2,} [a-z]{2,}/]`,
    message: 'A sentence for people: say(…, { … }), as other languages order words differently.',
  },
  {
    selector: `${saidOnce}:not(:function ${saidOnce})`,
    message: 'Said while the file is loaded, before a language is chosen: say it in a function.',
  },
];
const saidInPages = [
  ...said,
  {
    selector: 'JSXText[value=/\\p{L}{2}/u]',
    message: 'A text for people: {say(…)}.',
  },
  {
    selector:
      'JSXAttribute[name.name=/^(aria-label|aria-description|aria-roledescription|label|title|placeholder|alt|hint|caption|captionDetail|heading|text|message|description|detail|action|summary)$/] > Literal[value=/\\p{L}/u]',
    message: 'A text for people: {say(…)}.',
  },
];

/**
 * @param {string[]} importNames @param {string} message
 * @returns {import('eslint').Linter.RulesRecord}
 */
const notFromElectron = (importNames, message) => ({
  'no-restricted-imports': ['error', { paths: [{ name: 'electron', importNames, message }] }],
});

export default tseslint.config(
  {
    ignores: [
      'out',
      'dist',
      'node_modules',
      'test-results',
      'demo-results',
      'bench-results',
      'gallery-results',
    ],
  },
  js.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}', 'test/**/*.{ts,tsx}', '*.config.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.renderer.json', './tsconfig.tools.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      'no-restricted-syntax': ['error', noDefaultExport],
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'no-restricted-properties': [
        'error',
        { object: 'URL', property: 'canParse', message: 'Use urlOf, which says why.' },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, oneJsonReader, ...said] },
  },
  {
    // Texts for programs: SQL, scripts for shells and pages, names on the bus.
    files: [
      'src/main/{storage,server}/**/*.ts',
      'src/main/keys/scram.ts',
      'src/main/host/{guard,linux}/**/*.ts',
      'src/main/host/network/machine-authorities.ts',
      'src/main/host/windows/{guard,registry-policy}.ts',
      'src/main/guarded/page/{drag-guard,printing}.ts',
      'src/main/guarded/downloads/documents.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, oneJsonReader] },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, oneJsonReader, ...saidInPages] },
  },
  {
    files: [
      'src/shared/**/*.ts',
      'src/main/clinic/{link-machine,offline-limit}.ts',
      'src/main/session/machine.ts',
      'src/main/session/elapsed.ts',
      'src/main/session/schedule.ts',
      'src/main/identity/passwords/password.ts',
    ],
    rules: {
      'no-restricted-syntax': ['error', noDefaultExport, oneJsonReader, ...said, ...noClock],
    },
  },
  {
    // Texts for developers: the build's check of translations.
    files: ['src/shared/words/languages/catalog-problems.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, oneJsonReader, ...noClock] },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/main/ipc/serve.ts', 'src/preload/**'],
    rules: notFromElectron(
      ['ipcMain', 'ipcRenderer'],
      'Raw IPC stays in ipc/serve.ts and in the preload: add a request to the contract instead.',
    ),
  },
  {
    files: ['src/main/ipc/serve.ts'],
    rules: notFromElectron(['ipcRenderer'], 'Only the preload talks to main.'),
  },
  {
    files: ['src/preload/**'],
    rules: notFromElectron(['ipcMain'], 'Only ipc/serve.ts answers.'),
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { ...reactHooks.configs.recommended.rules },
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      'no-console': 'off',
      // In a test the type of a helper is what it plainly returns.
      '@typescript-eslint/explicit-function-return-type': 'off',
      // Playwright's fixtures are written with an empty destructuring pattern.
      'no-empty-pattern': 'off',
    },
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: { globals: globals.node, sourceType: 'module' },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
);
