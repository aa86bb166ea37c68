import type { PageRecords, SystemDialogs, WindowOwner } from '../ports/index.js';
import type { ClipboardWatch } from './clipboard/clipboard-watch.js';
import type { Probe } from './page/probe.js';
import type { SitePartition } from './partition/site-partition.js';

export interface GuardedWindowParts {
  readonly member: WindowOwner;
  /** Opened by a test of the app: nothing of it is kept. */
  readonly isTest: boolean;
  readonly partition: SitePartition;
  /** The first address. */
  readonly address: string;
  /** Where this window's downloads go until the session ends. */
  readonly downloadsFolder: string;
  readonly records: PageRecords;
  readonly probe: Probe;
  readonly clipboard: ClipboardWatch;
  readonly dialogs: SystemDialogs;
  readonly onInput: () => void;
  readonly onLockNow: () => void;
  /** The person has closed the window, or its bar has crashed. */
  readonly onClosed: () => void;
}
