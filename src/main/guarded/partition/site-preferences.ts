/** What pages of the web get: no preload, no node, no way around the sandbox. */
export const SITE_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  // An alert is a window of the system's with the page's own text, and on Linux nothing closes it: it
  // would stay on the locked screen. A page's `confirm` therefore answers no (docs/decisions, 38).
  disableDialogs: true,
  devTools: false,
  // Devices and files that no page here gets.
  disableBlinkFeatures:
    'FileSystemAccessLocal,WebUSB,WebHID,Serial,WebBluetooth,WebNFC,WebXR,IdleDetection,Presentation,RemotePlayback',
} as const;
