/*
 * The ports of the network: which servers are believed, and which proxy requests use.
 */

/** What a server sent, and Chromium's verdict. Certificates are PEM texts, the server's own first. */
export interface SeenCertificate {
  readonly host: string;
  readonly sent: readonly string[];
  /** The chain that Chromium ended with, up to its root if it found one. */
  readonly validated: readonly string[];
  /** Chromium's error number; 0: Chromium found nothing wrong. */
  readonly error: number;
  /** Whether the chain ends at a root that Chromium itself brings along. */
  readonly byKnownRoot: boolean;
}

/**
 * `asChromium`: Chromium's verdict counts; `believed`: an authority that Chromium does not know proves
 * the server; `refused`: Chromium believes an authority that no administrator named.
 */
export type CertificateVerdict = 'asChromium' | 'believed' | 'refused';

/** Says which servers are believed. */
export interface ServerJudge {
  /**
   * Never rejects.
   * @param allowed SHA-256 fingerprints, as `readFingerprint` returns them, of authorities that an
   *   administrator of the clinic allowed for the asking app
   */
  judge(seen: SeenCertificate, allowed: readonly string[]): Promise<CertificateVerdict>;
}

/** The proxy that requests use. Settings that the person at the computer can change never count. */
export type ProxySettings =
  | { readonly kind: 'direct' }
  /** The operating system's own settings, where administrators alone can change them. */
  | { readonly kind: 'system' }
  /** `rules` and `exceptions` in Chromium's form. */
  | { readonly kind: 'server'; readonly rules: string; readonly exceptions: string }
  /** A script that chooses a proxy for each address (PAC). */
  | { readonly kind: 'script'; readonly address: string };
