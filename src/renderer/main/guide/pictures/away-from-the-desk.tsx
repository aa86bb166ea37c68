import type { ReactNode } from 'react';
import { Desk, Padlock, Person, Picture } from './picture.js';

/** A page is fetched from the printer; what is old goes into the locked bin. */
export function Paper(): ReactNode {
  return (
    <Picture>
      <path
        data-fill="surface"
        data-line="firm"
        d="M104 152V84A6 6 0 0 1 110 78H196A6 6 0 0 1 202 84V152"
      />
      <rect data-fill="middle" data-line="firm" x="68" y="148" width="170" height="94" rx="14" />
      <circle data-fill="accent" cx="216" cy="170" r="6" />
      <path data-fill="surface" data-line="firm" d="M96 202H210V296H96Z" />
      <path data-line="firm" d="M84 202H222" />
      <path data-line="soft" d="M114 224H192M114 242H192" />
      <path data-line="accent" d="M114 262H160" />
      <path
        data-fill="surface"
        data-line="firm"
        d="M296 142H412V284A12 12 0 0 1 400 296H308A12 12 0 0 1 296 284Z"
      />
      <rect data-fill="tint" data-line="firm" x="284" y="120" width="140" height="28" rx="10" />
      <path data-line="firm" strokeWidth="5" d="M318 134H390" />
      <path data-fill="surface" data-line="firm" d="M328 132V76H380V132" />
      <path data-line="soft" d="M340 94H368M340 110H360" />
      <Padlock x={330} y={184} />
    </Picture>
  );
}

/** A phone that was left behind can be found, and is locked. */
export function LostPhones(): ReactNode {
  return (
    <Picture>
      <path data-line="soft" d="M72 306H408" />
      <path
        data-fill="surface"
        data-line="firm"
        d="M86 244H318A8 8 0 0 1 318 260H86A8 8 0 0 1 86 244Z"
      />
      <path data-line="firm" d="M108 260V306M296 260V306" />
      <path
        data-fill="surface"
        data-line="firm"
        d="M86 176H318A8 8 0 0 1 318 192H86A8 8 0 0 1 86 176Z"
      />
      <path data-line="firm" d="M108 192V244M296 192V244" />
      <g transform="rotate(-14 206 178)">
        <rect data-fill="surface" data-line="firm" x="166" y="96" width="82" height="146" rx="14" />
        <rect data-fill="tint" x="175" y="112" width="64" height="108" rx="5" />
        <path data-line="firm" d="M200 231H214" />
        <Padlock x={183} y={132} />
      </g>
      <path data-line="soft" data-dashed="" d="M268 150Q300 118 344 150" />
      <path
        data-fill="accent"
        data-line="firm"
        d="M372 196C344 160 338 146 338 130A34 34 0 0 1 406 130C406 146 400 160 372 196Z"
      />
      <circle data-fill="surface" data-line="firm" cx="372" cy="130" r="13" />
      <path data-line="accent" d="M350 212Q372 222 394 212" />
    </Picture>
  );
}

/** One tells it at once, and the other listens. */
export function WentWrong(): ReactNode {
  return (
    <Picture>
      <path
        data-fill="surface"
        data-line="firm"
        d="M98 62H216A14 14 0 0 1 230 76V134A14 14 0 0 1 216 148H164L140 170V148H98A14 14 0 0 1 84 134V76A14 14 0 0 1 98 62Z"
      />
      <path data-line="accent" strokeWidth="7" d="M157 82V108M157 126V126.1" />
      <path
        data-fill="tint"
        data-line="firm"
        d="M282 82H376A14 14 0 0 1 390 96V138A14 14 0 0 1 376 152H352V172L330 152H282A14 14 0 0 1 268 138V96A14 14 0 0 1 282 82Z"
      />
      <path data-line="accent" strokeWidth="5" d="M312 117L324 129L348 104" />
      <Desk />
      <Person x={104} y={206} fill="surface" />
      <Person x={312} y={206} fill="accent" />
      <path
        data-fill="surface"
        data-line="firm"
        d="M204 278V224A6 6 0 0 1 210 218H270A6 6 0 0 1 276 224V278Z"
      />
      <path data-line="soft" d="M218 236H262M218 250H262" />
      <path data-line="accent" d="M218 264H244" />
    </Picture>
  );
}
