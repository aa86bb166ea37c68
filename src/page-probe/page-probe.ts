import type * as shared from '../shared/clinic-apps/page-probe.js';
import type {
  FillOutcome,
  PageProbe,
  ProbeReport,
  TypedField,
} from '../shared/clinic-apps/page-probe.js';

/*
 * Put into pages of clinic apps by `main/guarded/page/probe.ts`. Listens for what a person
 * types, and reports it when main asks. Only trusted events count: a page can't type for somebody.
 */

declare global {
  // The global scope of the probe's own world.
  var clinicProbe: PageProbe | undefined;
}

/* The same values as in `shared`: this file is a plain script, and can import only types. */
const TYPED_LATELY_MS: typeof shared.TYPED_LATELY_MS = 900_000;
const MOST_FIELDS: typeof shared.MOST_TYPED_FIELDS = 30;
const LONGEST_VALUE: typeof shared.LONGEST_TYPED_VALUE = 20_000;
const LONGEST_WORD = 100;
/** How long a page gets to take back what was filled in, in milliseconds. */
const SETTLES_MS = 80;

const FRAMES = 'iframe, frame';
const CHOICES = 'select, input[type="checkbox"], input[type="radio"]';
const LINES_OF_TEXT = new Set(['text', 'search', 'email', 'tel', 'url']);
/** Fields that the browser itself would never keep (HTML, 4.10.18.7). */
const SECRET_AUTOCOMPLETE = /^off$|one-time-code|password|(^|\s)cc-/;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLElement;

function install(): PageProbe {
  /** What each field held when somebody first came to it. */
  const before = new WeakMap<Field, string>();
  /** When, and at which address, each field changed: some sites change the address without a new page. */
  const changed = new Map<Field, { readonly at: number; readonly address: string }>();
  let sent: TypedField[] | null = null;

  return { watch: watchAll, report, fill };

  function watchAll(): void {
    for (const page of documentsOf(document)) watch(page);
  }

  /** May run again: a rewritten document loses its listeners, and none is added twice. */
  function watch(page: Document): void {
    page.addEventListener('focusin', remember, true);
    page.addEventListener('input', note, true);
    page.addEventListener('submit', noteSubmit, true);
    page.addEventListener('load', noteLoad, true);
  }

  function noteSubmit(event: Event): void {
    const form = elementOf(event);
    if (event.isTrusted && form !== null) noteSent(form);
  }

  function noteLoad(event: Event): void {
    if (elementOf(event)?.matches(FRAMES) === true) watchAll();
  }

  function remember(event: Event): void {
    const field = fieldOf(event);
    if (field !== null && !before.has(field)) before.set(field, valueOf(field));
  }

  function note(event: Event): void {
    const field = event.isTrusted ? fieldOf(event) : null;
    if (field === null) return;
    if (valueOf(field) === before.get(field)) changed.delete(field);
    else changed.set(field, { at: Date.now(), address: location.href });
  }

  /** Takes only this form's fields: other forms of the page, such as a note beside a search, are not sent. */
  function noteSent(form: Node): void {
    const parts = [...changed.keys()].filter((field) => isPartOf(form, field));
    sent = [...(sent ?? []), ...describeAll(parts)].slice(-MOST_FIELDS);
    for (const field of parts) changed.delete(field);
  }

  function report(): ProbeReport {
    watchAll();
    for (const field of [...changed.keys()]) if (isGone(field)) changed.delete(field);
    const since = Date.now() - TYPED_LATELY_MS;
    // What was typed at another address may be about another patient.
    const lately = [...changed].filter(
      ([, { at, address }]) => at >= since && address === location.href,
    );
    const wasSent = sent;
    sent = null;
    return {
      unsaved: changed.size > 0,
      fields: describeAll(lately.map(([field]) => field)),
      sent: wasSent,
    };
  }
}

/** A page, and its frames of the same origin: frames of another origin cannot be read. */
function documentsOf(page: Document): Document[] {
  const frames = rootsOf(page).flatMap((root) => [
    ...root.querySelectorAll<HTMLIFrameElement>(FRAMES),
  ]);
  return [page, ...frames.flatMap((frame) => frame.contentDocument ?? []).flatMap(documentsOf)];
}

/** A document, and the open shadow roots in it. */
function rootsOf(root: Document | ShadowRoot): (Document | ShadowRoot)[] {
  const within = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  return [root, ...within.flatMap(rootsOf)];
}

/** Whether a field was removed from its page, or its frame shows another page. */
function isGone(field: Field): boolean {
  return !field.isConnected || field.ownerDocument.defaultView === null;
}

/** Whether a field belongs to a form: inside it, in a shadow root inside it, or by its `form`. */
function isPartOf(form: Node, field: Field): boolean {
  if ('form' in field && field.form === form) return true;
  for (let node: Node | null = field; node !== null; node = parentOf(node))
    if (node === form) return true;
  return false;
}

function parentOf(node: Node): Node | null {
  const isShadowRoot = node.nodeType === Node.DOCUMENT_FRAGMENT_NODE && 'host' in node;
  return isShadowRoot ? (node as ShadowRoot).host : node.parentNode;
}

/**
 * Only fields of the page itself: text in a frame belongs to the frame's address, where it would not be
 * offered.
 */
function describeAll(fields: readonly Field[]): TypedField[] {
  return fields
    .filter(({ ownerDocument }) => ownerDocument === document)
    .flatMap((field) => describe(field) ?? [])
    .slice(-MOST_FIELDS);
}

/** The element that an event is about, also within open shadow roots. */
function elementOf(event: Event): HTMLElement | null {
  const target = event.composedPath()[0];
  // Not by `instanceof`: each frame has an `Element` of its own.
  const isElement =
    target !== undefined && 'nodeType' in target && target.nodeType === Node.ELEMENT_NODE;
  return isElement ? (target as HTMLElement) : null;
}

/** The field that somebody types into, or chooses in. */
function fieldOf(event: Event): Field | null {
  const element = elementOf(event);
  if (element === null) return null;
  // A choice that belongs to no form filters what is shown: there is nothing to send.
  if (element.matches(CHOICES)) return (element as HTMLInputElement).form === null ? null : element;
  if (element.matches('input, textarea')) return element;
  const editable = element.closest<HTMLElement>('[contenteditable]');
  return editable?.isContentEditable === true ? editable : null;
}

function valueOf(field: Field): string {
  if ('checked' in field && field.matches(CHOICES)) return String(field.checked);
  return 'value' in field && typeof field.value === 'string' ? field.value : field.innerText;
}

/** `null` for what is not typed, and what must never leave the page. */
function describe(field: Field): TypedField | null {
  const tag = field.tagName;
  if (tag === 'SELECT') return null;
  const type =
    tag === 'INPUT'
      ? (field as HTMLInputElement).type
      : tag === 'TEXTAREA'
        ? 'textarea'
        : 'contenteditable';
  if (tag === 'INPUT' && !LINES_OF_TEXT.has(type)) return null;
  const form = field.closest('form');
  const autocomplete = (
    field.getAttribute('autocomplete') ??
    form?.getAttribute('autocomplete') ??
    ''
  ).toLowerCase();
  if (SECRET_AUTOCOMPLETE.test(autocomplete) || form?.getAttribute('autocomplete') === 'off')
    return null;
  const value = valueOf(field).slice(0, LONGEST_VALUE);
  if (value.trim() === '') return null;
  return {
    type,
    autocomplete: autocomplete.slice(0, LONGEST_WORD),
    name: (field.getAttribute('name') ?? '').slice(0, LONGEST_WORD),
    id: field.id.slice(0, LONGEST_WORD),
    label: labelOf(field).slice(0, LONGEST_WORD),
    inputMode: field.inputMode,
    maxLength: 'maxLength' in field ? (field as HTMLInputElement).maxLength : -1,
    value,
  };
}

function labelOf(field: Field): string {
  const labels = 'labels' in field ? (field as HTMLInputElement).labels : null;
  return (
    labels?.[0]?.innerText.trim() ??
    field.getAttribute('aria-label') ??
    field.getAttribute('placeholder') ??
    field.getAttribute('title') ??
    ''
  );
}

async function fill(origin: string, userName: string, password: string): Promise<FillOutcome> {
  if (location.origin !== origin) return 'noFields';
  // The sign-in may be in a frame of the same origin, but in no frame of another origin.
  const pages = documentsOf(document).filter((page) => page.defaultView?.origin === origin);
  const forms = pages.map(signInOf).filter(({ user, secret }) => user ?? secret);
  const form = forms.find(({ secret }) => secret !== undefined) ?? forms[0];
  if (form === undefined) return 'noFields';
  const wanted = [
    { field: form.user, value: userName },
    { field: form.secret, value: password },
  ].flatMap(({ field, value }) => (field === undefined ? [] : [{ field, value }]));
  for (const { field, value } of wanted) enter(field, value);
  // Scripts of the page may put back what was there.
  await new Promise((resolve) => setTimeout(resolve, SETTLES_MS));
  return wanted.every(({ field, value }) => field.value === value) ? 'filled' : 'notTaken';
}

interface SignInFields {
  readonly user: HTMLInputElement | undefined;
  readonly secret: HTMLInputElement | undefined;
}

function signInOf(page: Document): SignInFields {
  const inputs = rootsOf(page)
    .flatMap((root) => [...root.querySelectorAll('input')])
    .filter(isFillable);
  const secret = inputs.find(({ type }) => type === 'password');
  const before = secret === undefined ? inputs : inputs.slice(0, inputs.indexOf(secret));
  const named = before.filter(({ type }) => type === 'text' || type === 'email' || type === 'tel');
  const user =
    named.find(({ autocomplete }) => /username|email/.test(autocomplete)) ??
    (secret === undefined ? named.find(looksLikeUserName) : named.at(-1));
  return { user, secret };
}

/** Read-only fields too: some sites unlock a field by its focus, so that no browser fills it in. */
function isFillable(input: HTMLInputElement): boolean {
  return !input.disabled && input.getClientRects().length > 0;
}

function looksLikeUserName({ type, name, id }: HTMLInputElement): boolean {
  return type === 'email' || /user|login|email|account/i.test(`${name} ${id}`);
}

/** A field that stays read-only is left as it is. */
function enter(input: HTMLInputElement, value: string): void {
  input.focus();
  // Where the window has no focus, the page gets no event of it.
  for (const type of ['focus', 'focusin'])
    if (input.readOnly)
      input.dispatchEvent(new FocusEvent(type, { bubbles: type === 'focusin', composed: true }));
  if (input.readOnly) input.click();
  if (input.readOnly) return;
  input.value = value;
  for (const type of ['input', 'change'])
    input.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
}

globalThis.clinicProbe ??= install();
globalThis.clinicProbe.watch();
