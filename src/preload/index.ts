import { contextBridge, ipcRenderer } from 'electron';
import { REQUEST_NAMES, requestChannel, VIEW_PUSH } from '../contract/channels.js';
import type { Bridge, PushedView } from '../contract/requests.js';

/*
 * The whole bridge: one method for each request in the contract, and the pushes of views. Windows
 * get neither `ipcRenderer` nor a way to name a channel themselves.
 */
const requests = Object.fromEntries(
  REQUEST_NAMES.map((name) => [
    name,
    (input: unknown): Promise<unknown> => ipcRenderer.invoke(requestChannel(name), input),
  ]),
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
