import { contextBridge, ipcRenderer } from 'electron';
import {
  REQUEST_NAMES,
  requestChannel,
  type RequestName,
  VIEW_PUSH,
} from '../contract/channels.js';
import { MOST_REQUESTS_PER_SECOND, RequestRate } from '../contract/request-rate.js';
import type { Bridge, PushedView } from '../contract/requests.js';

/*
 * The whole bridge: one method for each request in the contract, and the pushes of views. Windows
 * get neither `ipcRenderer` nor a way to name a channel themselves.
 */
const rate = new RequestRate();

/** A page that floods is refused here: main, which has sessions to watch, never hears of it. */
function request(name: RequestName, input: unknown): Promise<unknown> {
  if (rate.count(performance.now()) > MOST_REQUESTS_PER_SECOND)
    return Promise.reject(new Error(`"${name}" was refused (flood).`));
  return ipcRenderer.invoke(requestChannel(name), input);
}

const requests = Object.fromEntries(
  REQUEST_NAMES.map((name) => [name, (input: unknown) => request(name, input)]),
);

const onView: Bridge['onView'] = (listener) => {
  const forward = (_event: unknown, pushed: PushedView): void => {
    listener(pushed);
  };
  ipcRenderer.on(VIEW_PUSH, forward);
  return () => {
    ipcRenderer.removeListener(VIEW_PUSH, forward);
  };
};

contextBridge.exposeInMainWorld('clinic', { ...requests, onView });
