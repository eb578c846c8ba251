import type { VerdictReason } from '../../main/contract/verdict.ts';
import { fill } from './screens.vi.ts';

/** What is wrong with a finger, as it follows its name, and what the citizen does. */
interface FingerProblem {
  readonly what: string;
  readonly todo: string;
}

export const fingerProblems: Readonly<Record<VerdictReason, FingerProblem>> = {
  'no-finger': { what: 'chưa chạm mặt kính', todo: 'mời công dân đặt xuống' },
  'small-area': { what: 'chạm chưa đủ', todo: 'ấn mạnh hơn một chút' },
  dry: { what: 'khô', todo: 'lau khăn ẩm rồi đặt lại' },
  wet: { what: 'ướt', todo: 'lau khô rồi đặt lại' },
  smudged: { what: 'bị nhòe', todo: 'lau mặt kính, đặt lại và giữ yên' },
  'off-centre': { what: 'nằm lệch', todo: 'dịch vào giữa mặt kính' },
  moving: { what: 'đang di chuyển', todo: 'giữ yên' },
  'low-quality': { what: 'chưa rõ vân', todo: 'lau sạch, ấn vừa tay rồi đặt lại' },
  'wrong-count': { what: 'thiếu hoặc thừa', todo: 'đặt đúng các ngón của lượt này' },
  'wrong-hand': { what: 'có vẻ của tay kia', todo: 'mời công dân đổi tay' },
};

/** A hint to the officer; it can name the finger that it is about. */
export function verdictHint(reason: VerdictReason, finger = 'Ngón'): string {
  return fill('{finger} {what} – {todo}', { finger, ...fingerProblems[reason] });
}

/** The same in two or three words, beside the finger. */
export function shortHint(reason: VerdictReason): string {
  return fingerProblems[reason].what;
}
