import {
  app,
  type Certificate,
  type ProxyConfig,
  type Request as VerifyRequest,
  type Session,
} from 'electron';
import type { ProxySettings, SeenCertificate, ServerJudge } from '../../ports/index.js';

/*
 * What holds for the network of every session that there is: which servers are believed, which way
 * requests go, and that no site learns who this computer is by a certificate of its user.
 */

/** Of `setCertificateVerifyProc`: nothing is wrong, or Chromium's own finding holds. */
const BELIEVED = 0;
const AS_CHROMIUM = -3;
/** ERR_CERT_AUTHORITY_INVALID: pages say so as they do of any other unknown authority. */
const REFUSED = -202;

/** A chain that is longer leads nowhere. */
const LONGEST_CHAIN = 12;

/**
 * Where Chromium looks for the certificate store of the OS user, and for programs that it names: nowhere.
 * Nothing can be made below this, by root neither.
 */
const NO_HOME = '/dev/null';

/** What Electron derives from the home folder, and stays where it is. */
const FOLDERS = [
  ...(['appData', 'userData', 'desktop', 'documents'] as const),
  ...(['downloads', 'music', 'pictures', 'videos'] as const),
];

/** Fingerprints of authorities that hold for one session alone. */
const allowed = new WeakMap<Session, readonly string[]>();

/** What an administrator of the clinic allowed for the app whose session it is, before its first request. */
export function allowAuthorities(session: Session, fingerprints: readonly string[]): void {
  allowed.set(session, fingerprints);
}

export class NetworkGuard {
  readonly #judge: ServerJudge;
  /** Of the whole run: Electron keeps them as well. */
  readonly #sessions = new Set<Session>();
  #proxy: ProxyConfig = { mode: 'direct' };

  constructor(judge: ServerJudge) {
    this.#judge = judge;
  }

  /** To be called in the first turn, before there is any session. */
  begin(platform: NodeJS.Platform): void {
    // Also for what Chromium asks by itself, in no session. It goes before what the environment says.
    app.commandLine.appendSwitch('no-proxy-server');
    if (platform === 'linux') leaveUsersStore();
    app.on('session-created', (session) => this.#guard(session));
    app.on('select-client-certificate', (event, _contents, _url, _certificates, choose) => {
      event.preventDefault();
      choose();
    });
  }

  /** Which way requests go from now on, in sessions that there are and in those to come. Never rejects. */
  async setProxy(settings: ProxySettings): Promise<void> {
    const proxy = configOf(settings);
    if (JSON.stringify(proxy) === JSON.stringify(this.#proxy)) return;
    this.#proxy = proxy;
    await Promise.all([...this.#sessions].map((session) => this.#lead(session)));
  }

  #guard(session: Session): void {
    this.#sessions.add(session);
    // Else Chromium asks a server of its maker for a dictionary, whether spelling is checked or not.
    session.setSpellCheckerLanguages([]);
    session.setSpellCheckerEnabled(false);
    // First: the session's network begins with what holds at its first use, and the next call is one.
    void this.#lead(session);
    session.setCertificateVerifyProc((request, answer) => {
      void this.#judge.judge(seenIn(request), allowed.get(session) ?? []).then((verdict) => {
        if (verdict === 'refused') answer(REFUSED);
        else answer(verdict === 'believed' ? BELIEVED : AS_CHROMIUM);
      });
    });
  }

  /** A session that does not take it keeps the way it had, and the others are led all the same. */
  #lead(session: Session): Promise<void> {
    return session
      .setProxy(this.#proxy)
      .catch((error: unknown) => process.emitWarning(String(error)));
  }
}

/**
 * Chromium reads the store of the OS user as soon as a server shows a certificate: its authorities, its
 * certificates, and modules of code that it names. All of that is whatever anybody put there.
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
