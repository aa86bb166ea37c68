import { readFile } from 'node:fs/promises';
import { say } from '../../shared/words/say.js';
import { proofsOfDecisions } from '../app/trail-proofs.js';
import { clinicFingerprint } from '../audit/clinic-fingerprint.js';
import { readSignedLog, type SignedLog, statementText } from '../audit/signed-log-format.js';
import { verdictInWords } from '../audit/verdict-words.js';
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
  let content: string;
  try {
    content = await readFile(file, 'utf8');
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

async function verifyLog({ statement, decisions, copy }: SignedLog): Promise<CommandOutcome> {
  const entries = decisions.map((decision, index) => ({ ...decision, seq: index + 1 }));
  const proofs = await proofsOfDecisions(entries, false, statement.computer);
  const { clinic, owners, anchors, state, brokenAt } = proofs;
  const isSigned = await isExported(statement, copy.workstation, owners);
  const { events, at } = statement;
  const exported = { events, at, link: Buffer.from(statement.link, 'base64') };
  const verdict = await verifyTrail(copy, {
    ...{ owners, openFirstKey: null },
    anchors: isSigned ? [...anchors, exported] : anchors,
  });
  const nameOf = (id: string): string =>
    state?.members[id]?.name ?? say('Somebody who is not a member any more');
  const { summary, problems, moreProblems, notes } = verdictInWords(verdict, {
    nameOf,
    fingerprint: clinicFingerprint(clinic),
  });
  const wrong = problems.map(({ text }) => text);
  if (moreProblems > 0)
    wrong.push(
      say('{moreProblems, plural, one {And one more thing.} other {And # more things.}}', {
        moreProblems,
      }),
    );
  if (brokenAt !== null || clinic === null)
    wrong.push(
      say('The clinic’s decisions do not hold from number {number} on.', { number: brokenAt ?? 1 }),
    );
  if (!isSigned) wrong.push(say('The signature of whoever exported the file is wrong.'));
  const said = [
    ...(state === null ? [] : [say('Audit log of {clinic}', { clinic: state.name })]),
    wrong.length > 0 && verdict.problems.length === 0 ? say('The file is not complete.') : summary,
    ...wrong.map((text) => `- ${text}`),
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
    ...notes,
  ];
  const isComplete = wrong.length === 0 && statement.problems === 0;
  return { exitCode: isComplete ? 0 : 1, message: said.join('\n') };
}

/** Whether an administrator signed the export. */
async function isExported(
  statement: SignedLog['statement'],
  workstation: string,
  owners: readonly TrailKeyOwner[],
): Promise<boolean> {
  const { key, memberId, signature } = statement;
  const isOwn = owners.some(
    (owner) => owner.key === key && owner.memberId === memberId && owner.isAdministrator,
  );
  const text = statementText(workstation, statement);
  return isOwn && (await isSignedBy(Buffer.from(key, 'base64'), text, signature));
}
