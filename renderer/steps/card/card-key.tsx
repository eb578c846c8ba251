import { TextInput } from '@mantine/core';
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import type { CardKey, CardSnapshot, RetypePart } from '../../../main/contract/enrollment.ts';
import { text } from '../../text/screens.vi.ts';

/** Where the officer scans or types what opens the chip. */
export interface KeyInputs {
  readonly code: RefObject<HTMLInputElement | null>;
  readonly personalId: RefObject<HTMLInputElement | null>;
  readonly birthDate: RefObject<HTMLInputElement | null>;
  readonly expiryDate: RefObject<HTMLInputElement | null>;
}

interface CardKeyFieldsProps {
  readonly inputs: KeyInputs;
  readonly card: CardSnapshot;
  readonly onEnter: () => void;
}

/** Scanned or typed; never touched by the station while it stands there. What a chip refused is marked. */
export function CardKeyFields({ inputs, card, onEnter }: CardKeyFieldsProps) {
  const isReadBefore = useRef(card.state === 'read').current;
  useEffect(() => {
    if (!isReadBefore) inputs.code.current?.focus();
  }, [inputs, isReadBefore]);
  const readOnEnter = ({ key, nativeEvent, repeat }: KeyboardEvent): void => {
    if (key === 'Enter' && !repeat && !nativeEvent.isComposing && !nativeEvent.ctrlKey) onEnter();
  };
  const retype = card.state === 'failed' ? card.retype : [];
  const isCode = (inputs.code.current?.value ?? '') !== '';
  const isRefused = (part: RetypePart): boolean => !isCode && retype.includes(part);
  const common = { onKeyDown: readOnEnter, autoComplete: 'off' };
  const isRead = card.state === 'read';
  return (
    <>
      <TextInput
        {...common}
        ref={inputs.code}
        label={text.card.key}
        {...(isRead ? {} : { description: text.card.keyHelp })}
        error={isCode && retype.length > 0}
      />
      {isRead ? null : (
        <fieldset className="panel">
          <legend className="quiet">{text.card.or}</legend>
          <div className="inside row key-fields">
            <TextInput
              {...common}
              ref={inputs.personalId}
              label={text.card.personalId}
              inputMode="numeric"
              error={isRefused('document-number')}
            />
            <TextInput
              {...common}
              ref={inputs.birthDate}
              label={text.card.birthDate}
              error={isRefused('birth')}
            />
            <TextInput
              {...common}
              ref={inputs.expiryDate}
              label={text.card.expiryDate}
              error={isRefused('expiry')}
            />
          </div>
        </fieldset>
      )}
    </>
  );
}

/** What was scanned decides: a QR code has bars, an MRZ has fillers; otherwise the three fields. */
export function keyFrom({ code, personalId, birthDate, expiryDate }: KeyInputs): CardKey | undefined {
  const textOf = (input: RefObject<HTMLInputElement | null>): string => input.current?.value ?? '';
  const scanned = textOf(code);
  if (scanned.includes('|')) return { kind: 'qr', text: scanned };
  if (scanned.trim() !== '') return { kind: 'mrz', text: scanned };
  const fields = {
    personalId: textOf(personalId),
    birthDate: textOf(birthDate),
    expiryDate: textOf(expiryDate),
  };
  const isFilled = Object.values(fields).every((value) => value.trim() !== '');
  return isFilled ? { kind: 'fields', ...fields } : undefined;
}
