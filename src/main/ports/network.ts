/*
 * The ports of what the network is: which servers are believed, and which way requests go.
 */

/** What a server showed, and what Chromium makes of it. Certificates are PEM texts, the server's own first. */
export interface SeenCertificate {
  readonly host: string;
  readonly sent: readonly string[];
  /** The chain that Chromium ended with, up to its root if it found one. */
  readonly validated: readonly string[];
  /** As Chromium counts its errors; 0: it found nothing wrong. */
  readonly error: number;
  /** Whether the chain ends at a root that Chromium itself brings along. */
  readonly byKnownRoot: boolean;
}

/**
 * `asChromium`: what it says holds; `believed`: the server proves itself by an authority that Chromium
 * does not know; `refused`: Chromium believes an authority that nobody with the right to do so named.
 */
export type CertificateVerdict = 'asChromium' | 'believed' | 'refused';

/** Says which servers are believed. */
export interface ServerJudge {
  /**
   * Never rejects.
   * @param allowed SHA-256 fingerprints, as `readFingerprint` gives them, of what an administrator of the
   * clinic allowed for the asking app
   */
  judge(seen: SeenCertificate, allowed: readonly string[]): Promise<CertificateVerdict>;
}

/** Which way requests go. What the person at the computer can set has no part in it. */
export type ProxySettings =
  | { readonly kind: 'direct' }
  /** The operating system's own settings, where administrators alone can change them. */
  | { readonly kind: 'system' }
  /** `rules` and `exceptions` in Chromium's form. */
  | { readonly kind: 'server'; readonly rules: string; readonly exceptions: string }
  /** A script that tells for each address (PAC). */
  | { readonly kind: 'script'; readonly address: string };
