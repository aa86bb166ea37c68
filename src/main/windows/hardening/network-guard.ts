import {
  app,
  type Certificate,
  type ProxyConfig,
  type Request as VerifyRequest,
  type Session,
} from 'electron';
import type { ProxySettings, SeenCertificate, ServerJudge } from '../../ports/index.js';

/*
 * The rules for the network of every session of Electron: which servers are believed, which way requests
 * go, and that no site learns who this computer is by a certificate of its user.
 */

/** Of `setCertificateVerifyProc`: nothing is wrong, or Chromium's own finding holds. */
const BELIEVED = 0;
const AS_CHROMIUM = -3;
/** ERR_CERT_AUTHORITY_INVALID: pages say so as they do of any other unknown authority. */
const REFUSED = -202;

/** A chain that is longer leads nowhere. */
const LONGEST_CHAIN = 12;

/**
 * The home folder as Chromium sees it, in which it looks for the OS user's certificate store and for
 * programs that the store names. Nothing can be made below this path, not even by root.
 */
const NO_HOME = '/dev/null';

/** Folders that Electron derives from the home folder; they stay where they are. */
const FOLDERS = [
  ...(['appData', 'userData', 'desktop', 'documents'] as const),
  ...(['downloads', 'music', 'pictures', 'videos'] as const),
];

/** Fingerprints of authorities that count for one session alone. */
const allowed = new WeakMap<Session, readonly string[]>();

/** Sets what an administrator of the clinic allowed for the session's app, before its first request. */
export function allowAuthorities(session: Session, fingerprints: readonly string[]): void {
  allowed.set(session, fingerprints);
}

export class NetworkGuard {
  readonly #judge: ServerJudge;
  /** Those of the whole run: Electron keeps them as well. */
  readonly #sessions = new Set<Session>();
  #proxy: ProxyConfig = { mode: 'direct' };

  constructor(judge: ServerJudge) {
    this.#judge = judge;
  }

  /** To be called in the first turn of the event loop, before there is any session. */
  begin(platform: NodeJS.Platform): void {
    // Also for requests that Chromium makes by itself, in no session. It overrides the environment.
    app.commandLine.appendSwitch('no-proxy-server');
    if (platform === 'linux') leaveUsersStore();
    app.on('session-created', (session) => this.#guard(session));
    app.on('select-client-certificate', (event, _contents, _url, _certificates, choose) => {
      event.preventDefault();
      choose();
    });
  }

  /** Sets the proxy of all sessions, present and future. Never rejects. */
  async setProxy(settings: ProxySettings): Promise<void> {
    const proxy = configOf(settings);
    if (JSON.stringify(proxy) === JSON.stringify(this.#proxy)) return;
    this.#proxy = proxy;
    await Promise.all([...this.#sessions].map((session) => this.#lead(session)));
  }

  #guard(session: Session): void {
    this.#sessions.add(session);
    // Otherwise Chromium asks a server of its maker for a dictionary, even if spelling is not checked.
    session.setSpellCheckerLanguages([]);
    session.setSpellCheckerEnabled(false);
    // First, because a session's network keeps what is set at its first use, and the next call is one.
    void this.#lead(session);
    session.setCertificateVerifyProc((request, answer) => {
      void this.#judge.judge(seenIn(request), allowed.get(session) ?? []).then((verdict) => {
        if (verdict === 'refused') answer(REFUSED);
        else answer(verdict === 'believed' ? BELIEVED : AS_CHROMIUM);
      });
    });
  }

  /** If a session rejects the proxy, it keeps its old one, and the other sessions still change. */
  #lead(session: Session): Promise<void> {
    return session
      .setProxy(this.#proxy)
      .catch((error: unknown) => process.emitWarning(String(error)));
  }
}

/**
 * Chromium reads the store of the OS user as soon as a server shows a certificate: its authorities, its
 * certificates, and modules of code that it names. Anybody may have put these there.
 */
function leaveUsersStore(): void {
  for (const name of FOLDERS) app.setPath(name, app.getPath(name));
  app.setPath('home', NO_HOME);
}

function configOf(settings: ProxySettings): ProxyConfig {
  switch (settings.kind) {
    case 'direct':
    case 'system':
      return { mode: settings.kind };
    case 'server':
      return {
        mode: 'fixed_servers',
        proxyRules: settings.rules,
        proxyBypassRules: settings.exceptions,
      };
    case 'script':
      return { mode: 'pac_script', pacScript: settings.address };
  }
}

function seenIn(request: VerifyRequest): SeenCertificate {
  return {
    host: request.hostname,
    sent: chainOf(request.certificate),
    validated: chainOf(request.validatedCertificate),
    error: request.errorCode,
    byKnownRoot: request.isIssuedByKnownRoot,
  };
}

function chainOf(first: Certificate | undefined): readonly string[] {
  const chain: string[] = [];
  let one = first;
  while (one !== undefined && chain.length < LONGEST_CHAIN) {
    chain.push(one.data);
    one = one.issuerCert;
  }
  return chain;
}
