/*
 * Windows' access lists in their text form, SDDL, which reads the same in every language of Windows
 * (Microsoft: "Security Descriptor String Format" and "ACE Strings").
 */

/** SYSTEM, the group Administrators, and TrustedInstaller. */
const ADMINISTRATORS: ReadonlySet<string> = new Set([
  'SY',
  'S-1-5-18',
  'BA',
  'S-1-5-32-544',
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
]);

/** The rights that SDDL names by two letters, as bits of an access mask for files. */
const RIGHTS: Readonly<Record<string, number>> = {
  GA: 0x1000_0000,
  GX: 0x2000_0000,
  GW: 0x4000_0000,
  GR: 0x8000_0000,
  RC: 0x0002_0000,
  SD: 0x0001_0000,
  WD: 0x0004_0000,
  WO: 0x0008_0000,
  CC: 0x0001,
  DC: 0x0002,
  LC: 0x0004,
  SW: 0x0008,
  RP: 0x0010,
  WP: 0x0020,
  DT: 0x0040,
  LO: 0x0080,
  CR: 0x0100,
  FA: 0x001f_01ff,
  FR: 0x0012_0089,
  FW: 0x0012_0116,
  FX: 0x0012_00a0,
};

/**
 * What lets somebody change a file, or what lies in a folder: write, append, extended attributes,
 * delete, delete inside, attributes, the access list, the owner, and the generic forms of these.
 */
const MAY_CHANGE =
  0x0002 | 0x0004 | 0x0010 | 0x0040 | 0x0100 | 0x0001_0000 | 0x000c_0000 | 0x5000_0000;

/**
 * Whether administrators and the system own something and are the only ones who may change it. What
 * cannot be read for certain counts as not so.
 * @param sddl for example `O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)`
 */
export function belongsToAdministrators(sddl: string): boolean {
  const owner = /^O:(S-[\d-]+|[A-Z]{2})/.exec(sddl)?.[1];
  if (owner === undefined || !ADMINISTRATORS.has(owner)) return false;
  // Without such a list, or with a null one, everybody may do everything.
  const list = /D:((?:P|AI|AR)*)((?:\([^()]*\))+)(?:S:|$)/.exec(sddl)?.[2];
  if (list === undefined) return false;
  return [...list.matchAll(/\(([^()]*)\)/g)].every(([, entry = '']) => isHarmless(entry));
}

/** @param entry `type;flags;rights;object;inherited object;whom` */
function isHarmless(entry: string): boolean {
  const [type, flags = '', rights = '', , , whom = '', ...more] = entry.split(';');
  if (type === 'D') return true;
  if (type !== 'A' || more.length > 0) return false;
  // Applies only to what is made inside, which has a list of its own.
  const onlyInherited = /^(?:..)*IO/.test(flags);
  return onlyInherited || ADMINISTRATORS.has(whom) || !mayChange(rights);
}

function mayChange(rights: string): boolean {
  const mask = /^0x[\da-f]+$/i.test(rights)
    ? Number(rights)
    : (rights.match(/..?/g) ?? []).reduce((sum, name) => sum | (RIGHTS[name] ?? MAY_CHANGE), 0);
  return (mask & MAY_CHANGE) !== 0;
}
