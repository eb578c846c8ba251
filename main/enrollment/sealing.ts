import { v7 as uuidv7 } from 'uuid';
import { readAuditHead } from '../../db/audit.ts';
import { readCurrentCaptures, type StoredCapture } from '../../db/captures.ts';
import { keepContentKey } from '../../db/content-keys.ts';
import { enqueue } from '../../db/outbox.ts';
import { receptionDay } from '../applications/reception-day.ts';
import { rulesOn } from '../applications/rules.ts';
import { dueDate } from '../applications/working-days.ts';
import { recordEvent } from '../audit/events.ts';
import { StationError } from '../contract/errors.ts';
import { currentEncryptionKey } from './centre-key.ts';
import { problemsOf } from './desk.ts';
import { fingersContent, isSent, transactionPart } from './finger-parts.ts';
import { irisContent, irisParts } from './iris-parts.ts';
import type { PacketPart } from './packet.ts';
import { isPageSent, papersContent } from './papers-parts.ts';
import { portraitParts } from './portrait-parts.ts';
import { type ApplicationContent, sealApplication } from './seal.ts';
import type { Work } from './session.ts';
import { isSentSignature, requireSignedSheet, signatureContent } from './signature-parts.ts';
import { gapsOf } from './snapshot.ts';
import type { EnrollmentState } from './state.ts';

const fileEndings: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'application/octet-stream': 'bin',
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/jp2': 'jp2',
  'image/png': 'png',
};

/**
 * Seals the application and puts it in the outbox: both in one transaction, or neither. From then on it changes only by what
 * becomes of its packet.
 *
 * @throws StationError `application/incomplete` while anything is missing
 */
export async function sealEnrollment(work: Work): Promise<void> {
  const { desk } = work;
  const { state, made } = await makeOfCurrent(work.state, (current) => packetOf(work, current));
  const { packet, sha256, contentKey, sealedAtMs, sealedBy } = made;
  const event = { kind: 'sealed', dueDate: dueDate(state.type, state.receivedAtMs) } as const;
  work.commit(event, () => {
    enqueue(desk.store, {
      id: uuidv7(),
      applicationId: state.applicationId,
      packet,
      packetSha256: sha256,
      nowMs: sealedAtMs,
    });
    keepContentKey(desk.store, state.applicationId, contentKey);
    recordEvent(desk.store, {
      atMs: sealedAtMs,
      actor: sealedBy,
      event: 'seal',
      subject: state.applicationId,
      details: { packetSha256: sha256, revision: state.review.revision },
    });
  });
  desk.sealed();
}

/**
 * Makes something of the state there is, which takes a while: when the state has changed meanwhile, what was made is of yesterday,
 * and it is made again. A capture that was running when the officer sealed ends like this.
 */
export async function makeOfCurrent<State, Made>(
  read: () => State,
  make: (state: State) => Promise<Made>,
): Promise<{ readonly state: State; readonly made: Made }> {
  for (;;) {
    const state = read();
    const made = await make(state);
    if (read() === state) return { state, made };
  }
}

async function packetOf(work: Work, state: EnrollmentState) {
  const { desk } = work;
  const [gap] = gapsOf(state, problemsOf(state));
  if (gap) throw new StationError('application/incomplete', `first gap: ${gap.kind} in ${gap.step}`);
  const sealedAtMs = desk.now();
  const captures = readCurrentCaptures(desk.store, state.applicationId);
  requireSignedSheet(state, captures);
  const officerKey = desk.officerKey();
  const { signingKey, encryptionKey } = desk.settings.centre;
  const sealed = await sealApplication(
    { ...contentOf(work, state, sealedAtMs), sealedBy: officerKey },
    [
      ...captures
        .filter((capture) => isSent(state, capture) && isPageSent(state.papers, capture))
        .filter((capture) => isSentSignature(state, capture))
        .map(partOf),
      await transactionPart(work, state, sealedAtMs),
      ...(await portraitParts(work, state)),
      ...(await irisParts(work, state)),
    ],
    desk.keys,
    { signingKey, encryptionKey: currentEncryptionKey(desk.store, encryptionKey) },
  );
  return { ...sealed, sealedAtMs, sealedBy: officerKey.officerId };
}

function contentOf(
  { desk }: Work,
  state: EnrollmentState,
  sealedAtMs: number,
): Omit<ApplicationContent, 'sealedBy'> {
  const rules = rulesOn(receptionDay(state.receivedAtMs));
  return {
    applicationId: state.applicationId,
    revision: state.review.revision,
    type: state.type,
    reason: state.reason,
    officeCode: desk.settings.office.code,
    officerId: state.officerId,
    formVersion: `CC01/${rules.formFields.validFrom}`,
    configurationVersion: rules.captures.validFrom,
    auditHead: readAuditHead(desk.store),
    receivedAtMs: state.receivedAtMs,
    sealedAtMs,
    application: {
      receiptNo: state.receiptNo,
      fields: state.fields,
      card:
        state.card.state === 'read'
          ? { verdict: state.card.verdict, checks: state.card.checks }
          : { verdict: 'unreadable' },
      ...fingersContent(state),
      ...irisContent(state),
      portrait: state.portrait,
      ...papersContent(state.papers),
      signed: signatureContent(state),
    },
  };
}

/** One stored capture as a file of the packet: `finger-13.png`, `chip-file-dg1.bin`, `printed-form-cc01.pdf`. */
function partOf({ kind, label, mime, bytes, sha256 }: StoredCapture): PacketPart {
  return { name: `${kind}-${label}.${fileEndings[mime] ?? 'bin'}`.toLowerCase(), mime, bytes, sha256 };
}
