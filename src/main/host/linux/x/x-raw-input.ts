import type { RawInput, XInput } from 'x11/lib/ext/xinput.js';
import type { XClient } from 'x11/lib/xcore.js';

/**
 * Hears of input as the devices make it (XInput 2), whichever window it goes to.
 * @returns a function that chooses the input to hear, none at first; `null` where the server is too old
 */
export async function rawInput(
  client: XClient,
  root: number,
  onInput: () => void,
): Promise<((input: readonly RawInput[]) => void) | null> {
  const { requireExt } = await import('x11/lib/ext/xinput.js');
  const ext = await new Promise<XInput | null>((resolve) => {
    requireExt({ client }, (error, found) => resolve(error ? null : (found ?? null)));
  });
  // From 2.1 on raw events come also while another program has grabbed the devices.
  if (ext === null || !(await knowsVersion2(ext))) return null;
  client.on('event', ({ extension }) => {
    if (extension === ext.majorOpcode) onInput();
  });
  return (mask) => ext.XISelectEvents(root, { deviceId: ext.AllMasterDevices, mask });
}

function knowsVersion2(ext: XInput): Promise<boolean> {
  return new Promise((resolve) => {
    ext.XIQueryVersion(2, 2, (error, version) => {
      resolve(!(error instanceof Error) && version.majorVersion >= 2);
      return true;
    });
  });
}
