import { readFile } from 'node:fs/promises';
import type { AuditFinding } from '../../shared/workstation/audit-verdict.js';
import { say } from '../../shared/words/say.js';
import type { ClinicState } from '../account/clinic-state.js';
import { proofsOfAll } from '../app/trail-proofs.js';
import { clinicFingerprint } from '../audit/clinic-fingerprint.js';
import type { CheckedTrail } from '../audit/clinic-verdict.js';
import {
  type LoggedTrail,
  readSignedLog,
  type SignedLog,
  type Statement,
} from '../audit/signed-log-format.js';
import { findingInWords } from '../audit/verdict-words.js';
import { verifyTrail } from '../audit/verify/verify-trail.js';
import { isSignedBy } from '../keys/key-pairs.js';
import type { TrailKeyOwner } from '../ports/index.js';
import { type CommandOutcome, failed } from './command-outcome.js';

/**
 * Checks a signed log that was exported. Needs no account, no key and no window, and writes nothing.
 * @param file its path
 * @returns exit code 0: the file is complete
 */
export async function verifyAudit(file: string): Promise<CommandOutcome> {
  if (file === '') return failed(say('Say which file to check: --verify-audit FILE'));
  let content: Buffer;
  try {
    content = await readFile(file);
  } catch {
    return failed(say('{file} could not be read.', { file }));
  }
  const log = readSignedLog(content);
  if (log === null)
    return failed(
      say(
        '{file} is no signed log of Clinic Workstation, or it was changed so that it cannot be read. Tables (CSV) and FHIR files do not prove themselves.',
        { file },
      ),
    );
  return verifyLog(log);
}

async function verifyLog(log: SignedLog): Promise<CommandOutcome> {
  const { statement, decisions, trails } = log;
  const entries = decisions.map((decision, index) => ({ ...decision, seq: index + 1 }));
  const computers = trails.map(({ computer }) => computer);
  const proofs = await proofsOfAll(entries, false, computers);
  const { clinic, state, brokenAt } = proofs;
  const nameOf = (id: string): string =>
    state?.members[id]?.name ?? say('Somebody who is not a member any more');
  const isSigned = await isExported(
    log,
    computers.flatMap((id) => proofs.of(id).owners),
  );
  const checked: CheckedTrail[] = [];
  for (const { computer, copy } of trails) {
    const { owners, anchors } = proofs.of(computer);
    const exported = statement.trails.filter((end) => isOf(end, { computer, copy }));
    const signed = exported.map(({ events, link }) => ({
      ...{ events, at: statement.at, link: Buffer.from(link, 'base64') },
    }));
    const verdict = await verifyTrail(copy, {
      ...{ owners, openFirstKey: null },
      anchors: isSigned ? [...anchors, ...signed] : anchors,
    });
    checked.push({ workstation: computer, copy: 'server', verdict });
  }
  const isOfClinic = checked.length > 1 || (state?.shared ?? null) !== null;
  const names = namesOf(state);
  const stationOf = (id: string): string =>
    names.get(id) ?? say('A workstation that the clinic does not know');
  const found = checked.map(({ workstation, verdict }) => ({
    name: isOfClinic && workstation !== null ? stationOf(workstation) : null,
    ...findingInWords(verdict, { nameOf, fingerprint: null }),
  }));
  const wrong: string[] = [];
  for (const end of statement.trails)
    if (!trails.some((trail) => isOf(end, trail)))
      wrong.push(
        say('The log of {name} was taken out of the file.', {
          name: stationOf(end.computer ?? ''),
        }),
      );
  if (brokenAt !== null || clinic === null)
    wrong.push(
      say('The clinic’s decisions do not hold from number {number} on.', { number: brokenAt ?? 1 }),
    );
  if (!isSigned) wrong.push(say('The signature of whoever exported the file is wrong.'));
  const left = [...names.keys()].filter((id) => !computers.includes(id)).map(stationOf);
  const isSound = found.every((one) => one.isComplete);
  const isComplete = isSound && wrong.length === 0 && statement.problems === 0;
  const fingerprint = clinicFingerprint(clinic);
  const said = [
    ...(state === null ? [] : [say('Audit log of {clinic}', { clinic: state.name })]),
    ...(wrong.length > 0 && isSound ? [say('The file is not complete.')] : []),
    ...wrong.map((text) => `- ${text}`),
    ...found.flatMap((one) => linesOf(one, wrong.length > 0 && isSound)),
    ...(left.length === 0 ? [] : [say('Not in this file: {names}.', { names: left.join(', ') })]),
    say('Exported by {name} on {date}.', {
      name: nameOf(statement.memberId),
      date: new Date(statement.at).toISOString(),
    }),
    ...(statement.problems === 0
      ? []
      : [
          say(
            '{problems, plural, one {When it was exported, the app found one thing wrong with the log.} other {When it was exported, the app found # things wrong with the log.}}',
            { problems: statement.problems },
          ),
        ]),
    ...(fingerprint === null
      ? []
      : [say('The clinic’s fingerprint: {fingerprint}', { fingerprint })]),
  ];
  return { exitCode: isComplete ? 0 : 1, message: said.join('\n') };
}

/** What was found in one trail, under the name of its workstation where there are several. */
function linesOf(
  { name, summary, problems, moreProblems, notes }: AuditFinding & { readonly name: string | null },
  isHushed: boolean,
): readonly string[] {
  const more =
    moreProblems === 0
      ? []
      : [
          say('{moreProblems, plural, one {And one more thing.} other {And # more things.}}', {
            moreProblems,
          }),
        ];
  return [
    ...(name === null ? [] : [`${name}:`]),
    ...(isHushed ? [] : [summary]),
    ...[...problems.map(({ text }) => text), ...more].map((text) => `- ${text}`),
    ...notes,
  ];
}

/** The workstations that the clinic has or had, by their ids. */
function namesOf(state: ClinicState | null): ReadonlyMap<string, string> {
  const { workstations = {}, removed = {} } = state?.shared ?? {};
  return new Map(
    [...Object.entries(removed), ...Object.entries(workstations)].map(([id, { name }]) => [
      id,
      name,
    ]),
  );
}

function isOf(end: Statement['trails'][number], { computer, copy }: LoggedTrail): boolean {
  return end.computer === computer && end.workstation === copy.workstation;
}

/** Whether an administrator signed the export. */
async function isExported(
  { statement: { key, memberId }, signature, signed, trails }: SignedLog,
  owners: readonly TrailKeyOwner[],
): Promise<boolean> {
  const isOwn = owners.some(
    (owner) => owner.key === key && owner.memberId === memberId && owner.isAdministrator,
  );
  return (
    isOwn && trails.length > 0 && (await isSignedBy(Buffer.from(key, 'base64'), signed, signature))
  );
}
