// @ts-check
// The benches compare the app with this program: a window, and a timer that polls the computer's idle
// time, like most idle locks. It writes `locked N` when it decides to lock; hiding and wiping would
// take further time.
//
// --poll-milliseconds=N  how often it polls; without it, it never polls
// --phases=N             how many such timers run, evenly shifted against each other; 1 by default
// --limit-seconds=N      60 by default

const { BrowserWindow, app, powerMonitor } = require('electron');

const pollMilliseconds = readNumber('poll-milliseconds', 0);
const phases = readNumber('phases', 1);
const limitSeconds = readNumber('limit-seconds', 60);

/**
 * @param {string} name of a switch
 * @param {number} otherwise
 */
function readNumber(name, otherwise) {
  return Number(app.commandLine.getSwitchValue(name) || otherwise);
}

/** @param {number} phase */
function poll(phase) {
  const timer = setInterval(() => {
    if (powerMonitor.getSystemIdleTime() < limitSeconds) return;
    clearInterval(timer);
    process.stdout.write(`locked ${phase}\n`);
  }, pollMilliseconds);
}

void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1100, height: 760 });
  await window.loadURL('data:text/html,<title>Naive poller</title><h1>Signed in</h1>');
  if (pollMilliseconds > 0) {
    for (let phase = 0; phase < phases; phase += 1) {
      setTimeout(() => poll(phase), (phase * pollMilliseconds) / phases);
    }
  }
  process.stdout.write('ready\n');
});
