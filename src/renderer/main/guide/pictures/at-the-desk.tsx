import type { ReactNode } from 'react';
import { Desk, Monitor, Padlock, Person, Picture } from './picture.js';

/** The screen is locked, and whoever sat there walks out of the door. */
export function WalkingAway(): ReactNode {
  return (
    <Picture>
      <path data-line="soft" d="M40 320H440" />
      <path data-fill="surface" data-line="firm" d="M318 320V84A8 8 0 0 1 326 76H394V320" />
      <path data-fill="tint" d="M331 319V90H394V319Z" />
      <path data-fill="surface" data-line="firm" d="M394 78L426 94V334L394 320Z" />
      <path data-line="firm" d="M404 204V218" />
      <circle data-fill="accent" data-line="firm" cx="361" cy="150" r="18" />
      <path data-fill="accent" data-line="firm" d="M340 320V202A21 21 0 0 1 382 202V320Z" />
      <path data-line="light" d="M361 236V318" />
      <path data-line="firm" d="M74 292V320M268 292V320" />
      <rect data-fill="surface" data-line="firm" x="48" y="278" width="248" height="14" rx="7" />
      <Monitor x={78}>
        <rect data-fill="middle" width="168" height="108" rx="6" />
        <Padlock x={60} y={24} />
      </Monitor>
      <path data-line="accent" data-dashed="" d="M278 178H308" />
    </Picture>
  );
}

/** Three words in a row, and the key that they are. */
export function Passwords(): ReactNode {
  return (
    <Picture>
      <rect data-fill="surface" data-line="firm" x="60" y="96" width="360" height="74" rx="20" />
      <rect data-fill="tint" x="78" y="116" width="82" height="34" rx="10" />
      <rect data-fill="tint" x="172" y="116" width="104" height="34" rx="10" />
      <rect data-fill="tint" x="288" y="116" width="72" height="34" rx="10" />
      <path data-line="accent" d="M94 133H144M188 133H260M304 133H344" />
      <circle data-fill="accent" cx="389" cy="133" r="15" />
      <path data-line="light" d="M382 133.5L387 138.5L396 128.5" />
      <path data-line="soft" data-dashed="" d="M119 170V196M224 170V196M324 170V196" />
      <path
        data-line="soft"
        data-dashed=""
        d="M119 206Q119 222 140 222H146M324 206Q324 222 303 222"
      />
      <circle data-fill="surface" data-line="firm" cx="186" cy="232" r="34" />
      <circle data-fill="back" data-line="firm" cx="178" cy="232" r="11" />
      <path
        data-fill="accent"
        data-line="firm"
        d="M219 222H316A10 10 0 0 1 316 242H300V258H284V242H270V252H256V242H219Z"
      />
    </Picture>
  );
}

/** The screen asks for what only the phone shows. */
export function TwoFactor(): ReactNode {
  return (
    <Picture>
      <Desk />
      <Monitor x={72}>
        <rect data-fill="back" width="168" height="108" rx="6" />
        <rect data-fill="surface" data-line="firm" x="20" y="20" width="128" height="28" rx="14" />
        <path data-line="firm" strokeWidth="9" d="M40 34H40.1M58 34H58.1M76 34H76.1M94 34H94.1" />
        <rect
          data-fill="surface"
          data-line="accent"
          x="20"
          y="62"
          width="128"
          height="28"
          rx="14"
        />
        <path data-line="accent" data-dashed="" d="M38 76H130" />
      </Monitor>
      <path data-line="accent" data-dashed="" d="M234 200H304" />
      <rect data-fill="surface" data-line="firm" x="312" y="102" width="92" height="172" rx="16" />
      <rect data-fill="tint" x="322" y="120" width="72" height="128" rx="6" />
      <path data-line="firm" d="M350 261H366" />
      <circle data-line="accent" strokeWidth="5" cx="358" cy="160" r="20" strokeDasharray="94 32" />
      <rect data-fill="accent" x="330" y="200" width="24" height="30" rx="6" />
      <rect data-fill="accent" x="362" y="200" width="24" height="30" rx="6" />
    </Picture>
  );
}

/** A letter that hangs on a hook. */
export function Phishing(): ReactNode {
  return (
    <Picture>
      <path data-line="firm" d="M330 20V150" />
      <circle data-fill="surface" data-line="firm" cx="330" cy="156" r="8" />
      <path data-line="firm" strokeWidth="5" d="M330 166V214A28 28 0 0 1 274 214V202L286 214" />
      <path
        data-fill="surface"
        data-line="firm"
        d="M108 160L212 84L316 160V278A12 12 0 0 1 304 290H120A12 12 0 0 1 108 278Z"
      />
      <path
        data-fill="tint"
        data-line="firm"
        d="M134 222V118A8 8 0 0 1 142 110H282A8 8 0 0 1 290 118V222"
      />
      <path data-line="soft" d="M156 136H236M156 156H268" />
      <path data-line="accent" strokeWidth="5" d="M156 180H222" />
      <path
        data-fill="surface"
        data-line="firm"
        d="M108 166L196 236A26 26 0 0 0 228 236L316 166V278A12 12 0 0 1 304 290H120A12 12 0 0 1 108 278Z"
      />
      <path data-line="firm" strokeWidth="5" d="M330 166V214A28 28 0 0 1 274 214V202L286 214" />
      <circle data-fill="accent" cx="372" cy="100" r="24" />
      <path data-line="light" strokeWidth="5" d="M372 88V102M372 111V111.1" />
    </Picture>
  );
}

/** What the person at the desk sees, somebody behind the filter does not. */
export function EyesAndEars(): ReactNode {
  return (
    <Picture>
      <Desk />
      <Monitor x={56}>
        <rect data-fill="tint" width="168" height="108" rx="6" />
        <circle data-fill="surface" cx="32" cy="34" r="16" />
        <path data-line="soft" d="M62 28H140M62 42H118" />
        <path data-line="accent" d="M20 72H148M20 88H104" />
      </Monitor>
      <path data-fill="accent" data-line="firm" d="M262 96L284 82V278H262Z" />
      <path data-line="soft" data-dashed="" d="M292 126H324" />
      <path data-fill="surface" data-line="firm" d="M336 126Q378 86 420 126Q378 166 336 126Z" />
      <circle data-fill="dark" data-line="firm" cx="378" cy="126" r="13" />
      <Person x={346} y={206} fill="surface" />
    </Picture>
  );
}
