import { Radio, Select, TextInput } from '@mantine/core';
import { Signer } from '../../../main/contract/signature.ts';
import { signatureText, signerNames } from '../../text/signature.vi.ts';

/** How the citizen signs, and who does it. */
export interface Signing {
  readonly method: 'pad' | 'paper';
  readonly by: Signer;
  readonly note: string;
}

interface SigningChoiceProps {
  readonly signing: Signing;
  readonly signers: readonly Signer[];
  readonly onChange: (signing: Signing) => void;
}

/** Whoever signs for the citizen, and a fingerprint in the place of a signature, needs a word. */
export function isClear({ by, note }: Signing): boolean {
  return by === 'citizen' || note.trim() !== '';
}

export function SigningChoice({ signing, signers, onChange }: SigningChoiceProps) {
  const { method, by, note } = signing;
  const isFingerprint = by === 'fingerprint';
  return (
    <>
      <Radio.Group
        label={signatureText.method}
        value={method}
        onChange={(value) => onChange({ ...signing, method: value === 'pad' ? 'pad' : 'paper' })}
        className="choices two-columns"
      >
        <Radio value="paper" label={signatureText.paper} />
        <Radio value="pad" label={signatureText.pad} disabled={isFingerprint} />
      </Radio.Group>
      <Select
        label={signatureText.signer}
        description={isFingerprint ? signatureText.paperOnly : undefined}
        data={signers.map((signer) => ({ value: signer, label: signerNames[signer] }))}
        value={by}
        allowDeselect={false}
        onChange={(value) => {
          const chosen = Signer.parse(value);
          onChange({ ...signing, by: chosen, method: chosen === 'fingerprint' ? 'paper' : method });
        }}
      />
      {by === 'citizen' ? null : (
        <TextInput
          label={signatureText.note[by]}
          value={note}
          onChange={({ currentTarget }) => onChange({ ...signing, note: currentTarget.value })}
          placeholder={signatureText.noteMissing}
          required
          autoComplete="off"
        />
      )}
    </>
  );
}
