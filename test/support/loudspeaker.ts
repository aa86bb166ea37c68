import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Desktop } from '../../scripts/lib/desktop.mjs';
import { soonSo } from './soon.js';

const SAMPLES_PER_SECOND = 8_000;
/** Of samples of 16 bits. Silence is exact: nothing else plays here. */
const HEARD_FROM = 200;
/** Pauses in a sound that are shorter belong to it, in seconds. */
const ONE_SOUND_SECONDS = 1;

const STARTS_WITHIN_MS = 20_000;

/** The desktop's sound server, with a loudspeaker that nobody hears but that is recorded. */
export class Loudspeaker {
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
  }

  static async plugIn(desktop: Desktop): Promise<Loudspeaker> {
    const runtime = desktop.env['XDG_RUNTIME_DIR'] ?? '';
    mkdirSync(join(runtime, 'pulse'), { recursive: true, mode: 0o700 });
    const socket = join(runtime, 'pulse', 'native');
    desktop.spawn('pulseaudio', [
      ...['-n', '--daemonize=no', '--exit-idle-time=-1'],
      ...['-L', 'module-null-sink sink_name=heard'],
      ...['-L', `module-native-protocol-unix socket=${socket} auth-anonymous=1`],
    ]);
    await soonSo(() => existsSync(socket), 'The sound server did not start.', STARTS_WITHIN_MS);
    const file = join(runtime, 'heard.raw');
    desktop.spawn('parec', [
      ...[`--server=unix:${socket}`, '-d', 'heard.monitor', '--latency-msec=50'],
      ...['--format=s16le', `--rate=${SAMPLES_PER_SECOND}`, '--channels=1', file],
    ]);
    const speaker = new Loudspeaker(file);
    await soonSo(() => speaker.#recorded.length > 0, 'Nothing is recorded.', STARTS_WITHIN_MS);
    return speaker;
  }

  get #recorded(): Int16Array {
    if (!existsSync(this.#file)) return new Int16Array();
    const bytes = readFileSync(this.#file);
    return new Int16Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length - (bytes.length % 2)),
    );
  }

  /** How many sounds were heard until now. */
  get sounds(): number {
    let count = 0;
    let last = Number.NEGATIVE_INFINITY;
    this.#recorded.forEach((sample, index) => {
      if (Math.abs(sample) < HEARD_FROM) return;
      if (index - last > ONE_SOUND_SECONDS * SAMPLES_PER_SECOND) count += 1;
      last = index;
    });
    return count;
  }

  /** The loudest sample until now, 0 to 1. */
  get loudest(): number {
    return this.#recorded.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / 32_768;
  }
}
