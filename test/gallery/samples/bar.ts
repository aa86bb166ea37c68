import { copyTaken, downloadRefused } from '../../../src/main/guarded/partition/site-words.js';
import { barHeight, type BarView } from '../../../src/shared/clinic-apps/guard-bar.js';
import { CLINIC_APPS } from './clinic-apps.js';
import { DANA, MEMBERS, SOME_MORNING_MS } from './people.js';
import { fill, press, see, type Sample } from './sample.js';

/** Nothing out of the ordinary. */
export const BAR = {
  view: 'bar',
  app: { name: 'Harbour Records', icon: CLINIC_APPS[0]?.icon ?? null },
  isTest: false,
  member: { name: DANA.name, colour: 3 },
  host: 'records.harbour.example',
  path: '/patients/today',
  secure: true,
  canGoBack: false,
  canGoForward: false,
  isLoading: false,
  zoomPercent: 100,
  page: { state: 'shown' },
  question: null,
  message: null,
  panel: 'none',
  found: null,
  downloads: [],
  siteSignIn: { saved: false, canFill: true },
  draft: null,
} satisfies BarView;

const LONG_HOST = `results.northern-districts.${'a-very-long-name-'.repeat(5)}pathology.example`;

const DOWNLOADS: BarView['downloads'] = [
  { id: 1, fileName: 'Letter to Dr Achterberg.pdf', state: 'done', percent: 100 },
  {
    id: 2,
    fileName: 'Results of the northern districts, all of November.csv',
    state: 'running',
    percent: 40,
  },
  { id: 3, fileName: 'x-ray.png', state: 'running', percent: null },
  { id: 4, fileName: 'referral.docx', state: 'failed', percent: null },
];

const DRAFT: BarView['draft'] = {
  typedAt: SOME_MORNING_MS,
  fields: [
    { label: 'Note', text: 'Called back at nine.\nNext appointment in two weeks, in the morning.' },
    { label: '', text: 'To be asked about the letter. '.repeat(12) },
  ],
};

/** As high as main makes the bar, so that nothing is missing below its end. */
function bar(state: string, changes: Partial<BarView>, more: Pick<Sample, 'steps'> = {}): Sample {
  const view = { ...BAR, ...changes };
  const height = barHeight(view);
  return {
    ...{ name: `bar/${state}`, window: 'bar', view },
    ...(height === 'all' ? {} : { height }),
    ...more,
  };
}

export const BAR_SAMPLES: readonly Sample[] = [
  bar('secure', {}),
  bar('in-use', {
    ...{ canGoBack: true, canGoForward: true, isLoading: true, zoomPercent: 150 },
    ...{ downloads: DOWNLOADS, draft: DRAFT },
  }),
  bar('long-names', {
    app: { name: 'Pathology and imaging results of the northern districts', icon: null },
    member: { name: MEMBERS[3]?.name ?? DANA.name, colour: 6 },
    host: LONG_HOST,
  }),
  bar('from-this-computer', { secure: false, host: 'localhost:8080', path: '/' }),
  bar('test', { isTest: true, member: { name: DANA.name, colour: 5 } }),
  bar('message', { message: downloadRefused('off', BAR.app.name) }),
  bar('question-outside', {
    question: { kind: 'outside', host: 'news.example', canOpen: true },
  }),
  bar('question-outside-off', {
    question: { kind: 'outside', host: LONG_HOST, canOpen: false },
  }),
  bar('question-leave', { question: { kind: 'leave', closes: true } }),
  bar('question-pop-ups', {
    question: { kind: 'popUps', open: ['login.harbour.example', 'pictures.harbour.example'] },
    message: copyTaken(BAR.app.name),
  }),
  bar(
    'find',
    { panel: 'find', found: { active: 2, matches: 14 } },
    {
      steps: [fill('Find in page', 'Achterberg')],
    },
  ),
  bar('downloads', { panel: 'downloads', downloads: DOWNLOADS }),
  bar(
    'downloads-saved',
    { panel: 'downloads', downloads: DOWNLOADS.slice(0, 1) },
    {
      steps: [press('Save to')],
    },
  ),
  bar('no-downloads', { panel: 'downloads' }),
  bar('sign-in-new', { panel: 'signIn' }, { steps: [press('Save')] }),
  bar('sign-in-saved', { panel: 'signIn', siteSignIn: { saved: true, canFill: true } }),
  bar('sign-in-elsewhere', {
    ...{ panel: 'signIn', siteSignIn: { saved: true, canFill: false } },
    message: downloadRefused('noSpace', BAR.app.name),
  }),
  bar('help', { panel: 'help' }, { steps: [see('Ask for help')] }),
  bar('draft', { panel: 'draft', draft: DRAFT }, { steps: [press('Copy')] }),
  bar('not-safe', {
    page: { state: 'failed', why: 'certificate', detail: 'ERR_CERT_DATE_INVALID' },
  }),
  bar('unreachable', {
    ...{ host: LONG_HOST, secure: false },
    page: { state: 'failed', why: 'unreachable', detail: 'ERR_NAME_NOT_RESOLVED' },
  }),
  bar('crashed', { page: { state: 'crashed' } }),
  bar('hung', { page: { state: 'hung' } }),
];
