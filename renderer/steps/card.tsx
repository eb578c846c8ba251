import { Button, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { CardKey, CardSnapshot } from '../../main/contract/enrollment.ts';
import { KeyCap } from '../components/key-cap.tsx';
import { Notice } from '../components/notice.tsx';
import { PrimaryAction } from '../components/primary-action.tsx';
import { shownDate } from '../format.ts';
import { keys } from '../keys.ts';
import { useWatch } from '../state/client.tsx';
import { useIntend } from '../state/intend.ts';
import { usePicture } from '../state/picture.ts';
import { useShortcuts } from '../state/shortcuts.ts';
import { fieldLabels } from '../text/fields.vi.ts';
import { checkNames, checkStates, chipVerdicts, fill, text } from '../text/screens.vi.ts';
import type { StepProps } from './index.ts';

/** The old card: the QR code or the MRZ opens its chip, the chip fills the form. */
export function CardStep({ snapshot, onNext }: StepProps) {
  const { notice, intend } = useIntend(snapshot);
  const status = useWatch('station.watch', {});
  const code = useRef<HTMLInputElement>(null);
  const personalId = useRef<HTMLInputElement>(null);
  const birthDate = useRef<HTMLInputElement>(null);
  const expiryDate = useRef<HTMLInputElement>(null);
  const { card } = snapshot;
  const isRead = card.state === 'read';
  useEffect(() => code.current?.focus(), []);

  const read = (): void => {
    const key = keyFrom(code.current?.value ?? '', {
      personalId: personalId.current?.value ?? '',
      birthDate: birthDate.current?.value ?? '',
      expiryDate: expiryDate.current?.value ?? '',
    });
    if (key) void intend({ kind: 'read-card', key });
    else code.current?.focus();
  };
  const readOnEnter = ({ key, nativeEvent }: KeyboardEvent): void => {
    if (key === 'Enter' && !nativeEvent.isComposing && !nativeEvent.ctrlKey) read();
  };
  useShortcuts({ [keys.readCard]: read });
  const reader = status?.devices.find(({ kind }) => kind === 'card-reader');

  return (
    <>
      <div className="main stack">
        <h1 className="screen-title">{text.card.title}</h1>
        <TextInput
          ref={code}
          label={text.card.key}
          description={text.card.keyHelp}
          onKeyDown={readOnEnter}
          autoComplete="off"
        />
        {isRead ? null : (
          <fieldset className="panel">
            <legend className="quiet">{text.card.or}</legend>
            <div className="inside row" style={{ alignItems: 'end' }}>
              <TextInput
                ref={personalId}
                label={text.card.personalId}
                inputMode="numeric"
                onKeyDown={readOnEnter}
                autoComplete="off"
              />
              <TextInput
                ref={birthDate}
                label={text.card.birthDate}
                onKeyDown={readOnEnter}
                autoComplete="off"
              />
              <TextInput
                ref={expiryDate}
                label={text.card.expiryDate}
                onKeyDown={readOnEnter}
                autoComplete="off"
              />
            </div>
          </fieldset>
        )}
        <Notice notice={notice} />
        <Reading card={card} />
        {isRead ? <ReadCard card={card} snapshot={snapshot} /> : null}
      </div>
      <aside className="side">
        <p className={`with-icon ${reader?.hasCard ? 'good' : 'quiet'}`} role="status">
          {reader?.hasCard ? (
            <IconCircleCheck aria-hidden="true" size={20} />
          ) : (
            <IconCircleDashed aria-hidden="true" size={20} />
          )}
          {reader?.hasCard ? text.card.hasCard : text.card.noCard}
        </p>
        {isRead ? <Checks checks={card.checks} /> : null}
        <div className="actions">
          {isRead ? (
            <Button
              variant="default"
              className="secondary"
              onClick={read}
              rightSection={<KeyCap name="readCard" />}
            >
              {text.card.readAgain}
            </Button>
          ) : null}
          {isRead || card.state === 'failed' ? (
            <PrimaryAction label={isRead ? text.card.use : text.next} onPress={onNext} />
          ) : (
            <PrimaryAction label={text.card.read} onPress={read} isRunning={card.state === 'reading'} />
          )}
        </div>
      </aside>
    </>
  );
}

/** What was scanned decides: a QR code has bars, an MRZ has fillers; otherwise the three fields. */
function keyFrom(
  code: string,
  fields: Omit<Extract<CardKey, { kind: 'fields' }>, 'kind'>,
): CardKey | undefined {
  if (code.includes('|')) return { kind: 'qr', text: code };
  if (code.trim() !== '') return { kind: 'mrz', text: code };
  const isFilled = Object.values(fields).every((value) => value.trim() !== '');
  return isFilled ? { kind: 'fields', ...fields } : undefined;
}

function Reading({ card }: { readonly card: CardSnapshot }) {
  if (card.state === 'failed') return <Notice notice={card.notice} />;
  if (card.state !== 'reading') return null;
  const { file, fileNumber, fileCount, doneBytes, totalBytes } = card;
  const sentence =
    fileCount === 0
      ? text.card.opening
      : fill(text.card.reading, { file, number: fileNumber, count: fileCount });
  return (
    <div role="status">
      <p>{sentence}</p>
      <progress
        max={Math.max(1, totalBytes)}
        value={doneBytes}
        style={{ width: '100%' }}
        aria-label={sentence}
      />
    </div>
  );
}

function ReadCard({
  card,
  snapshot,
}: {
  readonly card: Extract<CardSnapshot, { state: 'read' }>;
  readonly snapshot: StepProps['snapshot'];
}) {
  const photo = usePicture(card.faceCaptureId);
  const { fields } = snapshot;
  const isGood = card.verdict === 'genuine';
  const tone = isGood
    ? 'good'
    : card.verdict === 'incomplete' || card.verdict === 'untrusted-issuer'
      ? 'warn'
      : 'bad';
  return (
    <section className="row" style={{ alignItems: 'start' }} aria-label={text.card.photo}>
      {photo ? (
        <img src={photo} alt={text.card.photo} width={144} height={192} style={{ objectFit: 'cover' }} />
      ) : null}
      <div className="stack">
        <p className={`with-icon ${tone}`} role="status">
          {isGood ? (
            <IconCircleCheck aria-hidden="true" size={28} />
          ) : (
            <IconAlertTriangle aria-hidden="true" size={28} />
          )}
          <strong>{chipVerdicts[card.verdict]}</strong>
        </p>
        <dl className="pairs">
          {(['fullName', 'personalId', 'birthDate', 'permanentAddress'] as const).map((name) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{fieldLabels[name]}</dt>
              <dd>{name === 'birthDate' ? shownDate(fields[name]?.value ?? '') : fields[name]?.value}</dd>
            </div>
          ))}
        </dl>
        <p className="small quiet">
          {fill(text.card.took, {
            seconds: (card.ms / 1000).toFixed(1).replace('.', ','),
            apdus: card.apdus,
          })}
        </p>
      </div>
    </section>
  );
}

function Checks({ checks }: { readonly checks: Extract<CardSnapshot, { state: 'read' }>['checks'] }) {
  return (
    <section aria-label={text.card.checks}>
      <h2 className="small">{text.card.checks}</h2>
      <ul className="small">
        {checks.map(({ id, status }) => {
          const [base = id, group = ''] = id.split(':');
          return (
            <li key={id} className="row">
              <span style={{ flex: 1 }}>
                {checkNames[base] ?? base} {group}
              </span>
              <span className={status === 'pass' ? 'good' : status === 'fail' ? 'bad' : 'warn'}>
                {checkStates[status]}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
