import { contextBridge, ipcRenderer } from 'electron';
import { namesIn, requestChannel, VIEW_PUSH } from '../shared/requests/channels.js';
import { MOST_REQUESTS_PER_SECOND, RequestRate } from '../shared/requests/request-rate.js';
import type { Bridge } from '../shared/requests/requests.js';
import type { PushedView } from '../shared/requests/views.js';

/*
 * The whole bridge: one method for each request, whose names main passes at the start of the page's
 * process, and the pushed views. Windows get neither `ipcRenderer` nor a way to name a channel.
 */
const rate = new RequestRate();

/** Refuses a page that floods before main, which has sessions to watch, hears of it. */
function request(name: string, input: unknown): Promise<unknown> {
  if (rate.count(performance.now()) > MOST_REQUESTS_PER_SECOND)
    return Promise.reject(new Error(`"${name}" was refused (flood).`));
  return ipcRenderer.invoke(requestChannel(name), input);
}

const requests = Object.fromEntries(
  namesIn(process.argv).map((name) => [name, (input: unknown) => request(name, input)]),
);

/** The part of the page that is needed here: main's types, which check this file, know no document. */
declare const document: {
  addEventListener(
    type: 'readystatechange',
    listener: () => void,
    options: { readonly once: true },
  ): void;
};

/*
 * The view is asked for before the page's own code is loaded, so that the page first draws its view: a page
 * that takes another's place must not flash. What main pushes before the page listens is kept.
 */
let first: Promise<unknown> | null = null;
document.addEventListener(
  'readystatechange',
  () => {
    first = request('readView', {});
    // Main may refuse a page that it does not know yet: then the page's own question counts.
    first.catch(() => undefined);
  },
  { once: true },
);
let early: PushedView | null = null;
const keepEarly = (_event: unknown, pushed: PushedView): void => {
  early = pushed;
};
ipcRenderer.on(VIEW_PUSH, keepEarly);

function readView(input: unknown): Promise<unknown> {
  const ask = (): Promise<unknown> => request('readView', input);
  const asked = first?.catch(ask) ?? ask();
  first = null;
  return asked;
}

const onView: Bridge['onView'] = (listener) => {
  ipcRenderer.removeListener(VIEW_PUSH, keepEarly);
  if (early !== null) listener(early);
  early = null;
  const forward = (_event: unknown, pushed: PushedView): void => {
    listener(pushed);
  };
  ipcRenderer.on(VIEW_PUSH, forward);
  return () => {
    ipcRenderer.removeListener(VIEW_PUSH, forward);
  };
};

contextBridge.exposeInMainWorld('clinic', { ...requests, readView, onView });
