import jsQR from 'jsqr';
import { TOTP, URI } from 'otpauth';
import { PNG } from 'pngjs';
import { expect, type Page } from 'playwright/test';
import type { Workstation } from './workstation.js';

const STEP_MS = 30_000;

/** A person's authenticator app, as far as it is needed: it reads a QR code and shows codes. */
export class Authenticator {
  readonly #totp: TOTP;
  #lastStep = Number.NEGATIVE_INFINITY;

  private constructor(totp: TOTP) {
    this.#totp = totp;
  }

  /** Reads the QR code that a window shows, from its pixels. */
  static async scan(page: Page, workstation: Workstation): Promise<Authenticator> {
    const picture = page.getByRole('img', { name: 'QR code for your authenticator app' });
    await expect(picture).toBeVisible();
    let content = '';
    // As with a phone: a picture may be taken while the window still moves.
    await expect(async () => {
      const { data, width, height } = PNG.sync.read(await picture.screenshot());
      content = jsQR(new Uint8ClampedArray(data), width, height)?.data ?? '';
      expect(content, 'the QR code').not.toBe('');
    }).toPass({ timeout: 10_000 });
    const totp = URI.parse(content);
    if (!(totp instanceof TOTP)) throw new Error(`The QR code says ${content}.`);
    workstation.keepSecret(totp.secret.base32);
    return new Authenticator(totp);
  }

  get secret(): string {
    return this.#totp.secret.base32;
  }

  get label(): string {
    return this.#totp.label;
  }

  /** The code that was typed last. */
  get usedCode(): string {
    return this.#totp.generate({ timestamp: this.#lastStep * STEP_MS });
  }

  /** The code of so many steps from now. */
  codeAt(steps: number): string {
    return this.#totp.generate({ timestamp: Date.now() + steps * STEP_MS });
  }

  /**
   * A code that was not used yet. Each counts once, so this one may be the next step's, which is
   * accepted early, or have to be waited for.
   */
  async freshCode(): Promise<string> {
    for (;;) {
      const current = Math.floor(Date.now() / STEP_MS);
      const step = Math.max(current, this.#lastStep + 1);
      if (step <= current + 1) {
        this.#lastStep = step;
        return this.#totp.generate({ timestamp: step * STEP_MS });
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
