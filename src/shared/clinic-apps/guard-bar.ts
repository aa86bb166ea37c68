/*
 * The bar above a clinic app's page. Main places the page below the bar, so both must use the same heights,
 * in CSS pixels at the bar's own zoom of 100 %.
 */

/** The bar itself. */
export const BAR_HEIGHT = 52;
/** A strip below it: find, a question, a message. */
export const STRIP_HEIGHT = 56;
/** A panel below it: downloads, the saved sign-in, a draft, help. */
export const PANEL_HEIGHT = 320;

/** How many colours tell members apart. */
export const MEMBER_COLOURS = 8;

/** Commands without an argument that the bar sends to its page. */
export const SITE_COMMANDS = [
  'back',
  'forward',
  'reload',
  'home',
  'zoomIn',
  'zoomOut',
  'zoomReset',
] as const;
export type SiteCommand = (typeof SITE_COMMANDS)[number];

export const BAR_PANELS = ['none', 'find', 'downloads', 'signIn', 'draft', 'help'] as const;
export type BarPanel = (typeof BAR_PANELS)[number];

/** A file that a page sent. Its folder is deleted at the end of the session. */
export interface DownloadView {
  readonly id: number;
  readonly fileName: string;
  readonly state: 'running' | 'done' | 'failed';
  /** 0 to 100, or `null` when the site does not say how large the file is. */
  readonly percent: number | null;
}

/** What a page shows, or why it shows nothing. */
export type PageState =
  | { readonly state: 'shown' }
  | { readonly state: 'crashed' | 'hung' }
  | {
      readonly state: 'failed';
      readonly why: 'certificate' | 'unreachable';
      /** The network error, for example `ERR_CERT_DATE_INVALID`. */
      readonly detail: string;
    };

/** A question that only the person can answer. */
export type BarQuestion =
  /** A link leads out of the app. `canOpen`: the computer's browser can open it if the person agrees. */
  | { readonly kind: 'outside'; readonly host: string; readonly canOpen: boolean }
  /**
   * The page warns that leaving it loses input. `closes`: the window closes; otherwise only the page
   * changes.
   */
  | { readonly kind: 'leave'; readonly closes: boolean }
  /** The page wants one window more than it may have. `open`: its open windows, oldest first. */
  | { readonly kind: 'popUps'; readonly open: readonly string[] };

export interface DraftField {
  /** The page's label of the field, or empty. */
  readonly label: string;
  readonly text: string;
}

/** Text that the same member typed on this page before a session ended. */
export interface DraftView {
  /** Milliseconds since 1970. */
  readonly typedAt: number;
  readonly fields: readonly DraftField[];
}

/** The bar of one guarded window. */
export interface BarView {
  readonly view: 'bar';
  readonly app: { readonly name: string; readonly icon: string | null };
  /** A test of the app opened this window: nothing of it is kept. */
  readonly isTest: boolean;
  readonly member: {
    readonly name: string;
    /** 0 to {@link MEMBER_COLOURS} - 1. */
    readonly colour: number;
  };
  readonly host: string;
  /** Path of the page, for people to read. */
  readonly path: string;
  /** Whether the page came over https; if not, it came from this computer. */
  readonly secure: boolean;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  readonly isLoading: boolean;
  readonly zoomPercent: number;
  readonly page: PageState;
  readonly question: BarQuestion | null;
  /** A message for the person, such as why a download was refused. */
  readonly message: string | null;
  readonly panel: BarPanel;
  /** The current match and the number of matches; `null` before a search. */
  readonly found: { readonly active: number; readonly matches: number } | null;
  readonly downloads: readonly DownloadView[];
  readonly siteSignIn: {
    /** Whether this member has saved a sign-in for this app. */
    readonly saved: boolean;
    /** Whether the page has the app's exact origin; only then can the sign-in be filled in. */
    readonly canFill: boolean;
  };
  readonly draft: DraftView | null;
}

/** The height of the bar with the strips or the panel below it, from the top of the window. */
export function barHeight({ page, panel, question, message }: BarView): number | 'all' {
  if (page.state !== 'shown') return 'all';
  if (panel !== 'none' && panel !== 'find') return BAR_HEIGHT + PANEL_HEIGHT;
  const strips = [question !== null, message !== null, panel === 'find'].filter(Boolean).length;
  return BAR_HEIGHT + strips * STRIP_HEIGHT;
}
