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
  // From the second dialog on, a page's alerts can be switched off in the alert itself.
  safeDialogs: true,
  devTools: false,
  // Devices and files that no page here gets; asking for one crashed the development runtime.
  disableBlinkFeatures:
    'FileSystemAccessLocal,WebUSB,WebHID,Serial,WebBluetooth,WebNFC,WebXR,IdleDetection,Presentation,RemotePlayback',
} as const;
