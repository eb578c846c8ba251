import type { PortraitHint } from '../../main/contract/portrait.ts';
import type { VerdictReason } from '../../main/contract/verdict.ts';
import { fill, text } from './screens.vi.ts';

type PortraitReason = 'blurred' | 'too-small' | 'too-dark' | 'too-bright' | 'uneven-background';
type FingerReason = Exclude<VerdictReason, PortraitReason>;

/** What is wrong with a finger, as it follows its name, and what the citizen does. */
interface FingerProblem {
  readonly what: string;
  readonly todo: string;
}

export const fingerProblems: Readonly<Record<FingerReason, FingerProblem>> = {
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

export const portraitHints: Readonly<Record<PortraitReason, string>> = {
  blurred: 'Ảnh mờ – mời công dân giữ yên',
  'too-small': 'Hình quá nhỏ – lại gần hơn hoặc đổi độ phân giải',
  'too-dark': 'Thiếu sáng – bật thêm đèn',
  'too-bright': 'Chói sáng – giảm đèn',
  'uneven-background': 'Nền chưa trắng đều',
};

/** What to mend in a portrait. */
export function portraitHint(hint: PortraitHint): string {
  return isPortraitReason(hint) ? portraitHints[hint] : text.gaps['portrait-missing'];
}

/** A hint to the officer; of fingers it can name the one that it is about. */
export function verdictHint(reason: VerdictReason, finger = 'Ngón'): string {
  if (isPortraitReason(reason)) return portraitHints[reason];
  return fill('{finger} {what} – {todo}', { finger, ...fingerProblems[reason] });
}

/** The same in two or three words, beside the finger. */
export function shortHint(reason: VerdictReason): string {
  return isPortraitReason(reason) ? portraitHints[reason] : fingerProblems[reason].what;
}

function isPortraitReason(reason: VerdictReason | PortraitHint): reason is PortraitReason {
  return Object.hasOwn(portraitHints, reason);
}
