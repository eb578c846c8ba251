import { normalizeField } from '../applications/fields.ts';
import { formSectionsOf } from '../applications/form-sections.ts';
import type { FingerStep } from '../applications/rules.ts';
import { recordEvent } from '../audit/events.ts';
import type { CardKey, EnrollmentSnapshot, Intention } from '../contract/enrollment.ts';
import { StationError } from '../contract/errors.ts';
import type { FormSection } from '../contract/form.ts';
import type { Eye } from '../contract/iris.ts';
import type { PortraitGuidance } from '../contract/portrait.ts';
import { live } from '../live.ts';
import { awaitsCard, keyOf, readCard, takeKey } from './card.ts';
import { captureRulesOf, type Desk, problemsOf, saveState, situationOf } from './desk.ts';
import { scanPortrait } from './face-scan.ts';
import type { SessionTemplates } from './finger-comparison.ts';
import { keepFingers, photographException, setException } from './finger-decisions.ts';
import { isSkipped } from './finger-placements.ts';
import { captureFingers } from './fingers.ts';
import { captureIris, keepIris, setEyeException } from './iris.ts';
import { hasCard, watchForCard } from './laid-card.ts';
import { handlePapers } from './papers.ts';
import { confirmPortrait, keepPortrait, previewPortrait, takePortrait } from './portrait.ts';
import { type PrintedForm, printForm } from './printing.ts';
import { sealEnrollment } from './sealing.ts';
import { retireVoided } from './signature-parts.ts';
import { performSigning } from './signing.ts';
import { snapshotOf } from './snapshot.ts';
import { advance, type EnrollmentEvent, type EnrollmentState } from './state.ts';

/** What an effect may do to the enrollment it belongs to. */
export interface Work {
  readonly desk: Desk;
  state(): EnrollmentState;
  /** Something happened: stored, with whatever `also` writes in the same transaction, and only then shown. */
  commit(event: EnrollmentEvent, also?: () => void): void;
  /** Something passing, such as progress: shown, not stored. */
  show(event: EnrollmentEvent): void;
  /** Aborts when the officer stops what is running, or the session closes. */
  readonly signal: AbortSignal;
  readonly templates: SessionTemplates;
}

/** One applicant at one desk: takes intentions, runs their effects, shows snapshots. */
export interface Session {
  snapshot(): EnrollmentSnapshot;
  /** The form as the rules and what is filled in so far ask for it. */
  form(): FormSection[];
  watch(signal: AbortSignal): AsyncIterable<EnrollmentSnapshot>;
  /** Resolves when the intention is stored or begun; what takes longer is seen in the snapshots. */
  perform(intention: Intention): Promise<void>;
  /** What a live frame of the camera is worth; nothing is kept of it. */
  previewPortrait(image: Uint8Array, signal: AbortSignal): Promise<PortraitGuidance>;
  print(form: 'CC01' | 'CC02'): Promise<PrintedForm>;
  /** The packet's delivery has moved on; the store knows already. */
  delivered(event: Extract<EnrollmentEvent, { kind: 'delivery' }>): void;
  close(): void;
}

/** Takes up an enrollment where the store has it. */
export function openSession(desk: Desk, resumed: EnrollmentState, resumedAtMs: number): Session {
  let state = resumed;
  let savedAtMs = resumedAtMs;
  let running: AbortController | null = null;
  let isSealing = false;
  let cardKey: CardKey | undefined;
  let hasNewCard = false;
  let watchers = 0;
  const templates: SessionTemplates = new Map();
  const stopWatchingReader = watchForCard(desk.devices, () => {
    hasNewCard = true;
    readLaidCard();
  });
  const shown = live(snapshot());

  function snapshot(): EnrollmentSnapshot {
    return snapshotOf(state, problemsOf(state), savedAtMs, captureRulesOf(state));
  }

  function show(event: EnrollmentEvent): void {
    state = advance(state, event);
    shown.set(snapshot());
  }

  function commit(event: EnrollmentEvent, also?: () => void): void {
    const next = advance(state, event);
    desk.store.transaction(() => {
      retireVoided(desk, state, next);
      also?.();
      saveState(desk, next);
    });
    state = next;
    savedAtMs = desk.now();
    shown.set(snapshot());
    desk.saved();
  }

  function workWith(signal: AbortSignal): Work {
    return { desk, state: () => state, commit, show, signal, templates };
  }

  /** One reading or capture at a time; a second press while one runs changes nothing. */
  async function run(effect: (work: Work) => Promise<void>): Promise<void> {
    if (running) return;
    const abort = new AbortController();
    running = abort;
    try {
      await effect(workWith(abort.signal));
    } finally {
      running = null;
      if (keyOf(state.card) === undefined) cardKey = undefined;
      readLaidCard();
    }
  }

  /** The same, when how it ends is seen in the snapshots. */
  function start(effect: (work: Work) => Promise<void>): void {
    void run(effect).catch((error: unknown) => desk.report(error));
  }

  function startReading(key: CardKey): void {
    hasNewCard = false;
    start((work) => readCard(work, key));
  }

  /** Keeps the key, and reads as soon as there is a card: now, or when one is laid down. */
  function giveKey(key: CardKey): void {
    if (running) return;
    const isReady = takeKey(workWith(AbortSignal.any([])), key);
    cardKey = key;
    if (isReady) startReading(key);
  }

  /** The card is for the application that an officer has before him, not for others that wait for one. */
  function readLaidCard(): void {
    const isAwaited = state.state === 'draft' && watchers > 0 && awaitsCard(state.card);
    if (isAwaited && hasNewCard && cardKey && !running && hasCard(desk.devices)) startReading(cardKey);
  }

  async function* watch(signal: AbortSignal): AsyncIterable<EnrollmentSnapshot> {
    watchers += 1;
    desk.biometrics.warmUp();
    try {
      yield* shown.watch(signal);
    } finally {
      watchers -= 1;
    }
  }

  function choose({ field, source }: Extract<Intention, { kind: 'choose-value' }>): void {
    commit({ kind: 'value-chosen', field, source }, () =>
      recordEvent(desk.store, {
        atMs: desk.now(),
        actor: state.officerId,
        event: 'value-chosen',
        subject: state.applicationId,
        details: { field, source },
      }),
    );
  }

  async function seal(): Promise<void> {
    isSealing = true;
    try {
      await sealEnrollment(workWith(AbortSignal.any([])));
    } finally {
      isSealing = false;
    }
  }

  async function perform(intention: Intention): Promise<void> {
    if (state.state !== 'draft' || isSealing)
      throw new StationError('application/not-draft', `application is ${state.state}`);
    switch (intention.kind) {
      case 'read-card':
        return giveKey(intention.key);
      case 'choose-value':
        return choose(intention);
      case 'set-field':
        return commit({
          kind: 'field-typed',
          field: intention.field,
          value: normalizeField(intention.field, intention.value),
        });
      case 'capture-fingers': {
        const position = requireOpen(requireStep(intention.position));
        return start((work) => captureFingers(work, position));
      }
      case 'keep-fingers':
        return keepFingers(workWith(AbortSignal.any([])), requireStep(intention.position), intention);
      case 'set-finger-exception':
        // What is on the glass now would be judged by what should have been there before.
        if (state.fingers.some((finger) => finger.state === 'capturing')) running?.abort();
        return setException(workWith(AbortSignal.any([])), intention);
      case 'photograph-exception':
        return photographException(workWith(AbortSignal.any([])), intention);
      case 'capture-iris':
        requireOpenEye(intention.eyes);
        return start((work) => captureIris(work, intention.eyes));
      case 'keep-iris':
        return keepIris(workWith(AbortSignal.any([])), intention);
      case 'set-eye-exception':
        if (state.irises.some((eye) => eye.state === 'capturing')) running?.abort();
        return setEyeException(workWith(AbortSignal.any([])), intention);
      case 'stop-capture':
        running?.abort();
        return;
      case 'take-portrait':
        return takePortrait(workWith(AbortSignal.any([])), intention);
      case 'scan-portrait':
        return run(scanPortrait);
      case 'keep-portrait':
        return keepPortrait(workWith(AbortSignal.any([])), intention);
      case 'confirm-portrait':
        return confirmPortrait(workWith(AbortSignal.any([])), intention);
      case 'add-paper':
      case 'remove-paper':
      case 'describe-paper':
      case 'photograph-page':
      case 'turn-page':
      case 'see-original':
      case 'set-integrated':
      case 'collect-old-card':
      case 'leave-old-card':
        return handlePapers(workWith(AbortSignal.any([])), intention);
      case 'show-sheet':
      case 'sign-on-pad':
      case 'photograph-signed-page':
      case 'keep-signed-page':
      case 'vouch-for-paper':
        return performSigning(workWith(AbortSignal.any([])), intention);
      case 'seal':
        return seal();
      case 'cancel':
        running?.abort();
        return commit({ kind: 'cancelled' });
    }
  }

  function requireStep(position: number): FingerStep {
    const finger = state.fingers.find((candidate) => candidate.position === position);
    if (!finger)
      throw new StationError(
        'rpc/invalid-input',
        `this application takes no picture of position ${position}`,
      );
    return finger.position;
  }

  function requireOpenEye(wanted: readonly Eye[]): void {
    if (state.irises.every(({ eye, exception }) => exception || !wanted.includes(eye)))
      throw new StationError('rpc/invalid-input', 'of these eyes nothing can be captured');
  }

  function requireOpen(step: FingerStep): FingerStep {
    if (isSkipped(step, state.exceptions))
      throw new StationError('rpc/invalid-input', `nothing of position ${step} can be captured`);
    return step;
  }

  return {
    snapshot,
    form: () => formSectionsOf(situationOf(state)),
    watch,
    perform,
    previewPortrait: (image, signal) => previewPortrait(desk, state, image, signal),
    print: (form) => printForm(workWith(AbortSignal.any([])), form),
    delivered: show,
    close: () => {
      stopWatchingReader();
      running?.abort();
    },
  };
}
