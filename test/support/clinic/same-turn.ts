import crypto, { type createPrivateKey, type KeyObject, type verify } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/*
 * Makes everything that a simulated computer does happen in the same turn of the event loop: virtual time cannot
 * wait for threads. Signatures are checked here and now, each really, and the same one once; the same key is
 * made once; and no turn ever lasts so long that work would be put off to the next.
 */

/** How many checks are remembered. */
const MOST = 50_000;

const known = new Map<string, boolean>();

type Check = (
  algorithm: null,
  message: Buffer,
  key: KeyObject,
  signature: Buffer,
  done?: (error: Error | null, good: boolean) => void,
) => boolean | undefined;

interface PrivateDer {
  readonly key: Buffer;
  readonly format: 'der';
  readonly type: 'pkcs8';
}

/**
 * @param bend what a broken app makes of a check; the app's own checks are as they are without it
 * @returns what undoes it
 */
export function inTheSameTurn(
  bend: (message: Buffer, signature: Buffer, good: boolean) => boolean = (_message, _by, good) =>
    good,
): () => void {
  const real = crypto.verify as Check;
  const now = performance.now.bind(performance);
  const keys = new WeakMap<KeyObject, string>();
  const nameOf = (key: KeyObject): string => {
    const name = keys.get(key) ?? key.export({ format: 'der', type: 'spki' }).toString('base64');
    keys.set(key, name);
    return name;
  };
  const check: Check = (algorithm, message, key, signature, done) => {
    if (done === undefined) return real(algorithm, message, key, signature);
    const digest = crypto.createHash('sha256').update(message).digest('base64');
    const name = `${nameOf(key)} ${signature.toString('base64')} ${digest}`;
    let good = known.get(name);
    if (good === undefined) {
      good = real(algorithm, message, key, signature) === true;
      if (known.size >= MOST) known.clear();
      known.set(name, good);
    }
    done(null, bend(message, signature, good));
    return undefined;
  };
  const make = crypto.createPrivateKey as (from: PrivateDer) => KeyObject;
  const made = new Map<string, KeyObject>();
  const makeOnce = (from: PrivateDer): KeyObject => {
    const name = from.key.toString('base64');
    const key = made.get(name) ?? make(from);
    if (made.size >= MOST) made.clear();
    made.set(name, key);
    return key;
  };
  crypto.verify = check as typeof verify;
  crypto.createPrivateKey = makeOnce as typeof createPrivateKey;
  syncBuiltinESMExports();
  performance.now = () => 0;
  return () => {
    crypto.verify = real as typeof verify;
    crypto.createPrivateKey = make as typeof createPrivateKey;
    syncBuiltinESMExports();
    performance.now = now;
  };
}
