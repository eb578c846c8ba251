import type { Content } from 'pdfmake/interfaces.js';
import type { FingerExceptionCode } from '../contract/fingers.ts';
import type { Eye, EyeExceptionCode } from '../contract/iris.ts';
import { points } from './sheet.ts';

/** One placement of fingers as the sheet lists it: slaps each, rolled fingers together. */
export interface Cc01Fingers {
  /** 13 right four, 14 left four, 15 both thumbs, 1 … 10 a rolled finger. */
  readonly position: number;
  /** 0–100 */
  readonly score: number;
  readonly attempts: number;
  readonly isKept: boolean;
}

/** A finger that cannot be printed, or not well. */
export interface Cc01Exception {
  /** 1 … 10. */
  readonly position: number;
  readonly code: FingerExceptionCode;
  readonly note: string;
}

/** One eye: captured, or why it is not. */
export type Cc01Eye =
  | { readonly eye: Eye; readonly score: number; readonly attempts: number; readonly isKept: boolean }
  | {
      readonly eye: Eye;
      readonly exception: { readonly code: EyeExceptionCode; readonly note: string };
    };

export interface Cc01Portrait {
  readonly image: Uint8Array;
  readonly mime: 'image/jpeg' | 'image/png';
  /** 0–100 */
  readonly score: number;
  readonly keptBelowThreshold: boolean;
}

const slaps: ReadonlyMap<number, string> = new Map([
  [13, 'Bốn ngón tay phải'],
  [14, 'Bốn ngón tay trái'],
  [15, 'Hai ngón cái'],
]);

const fingers = ['cái', 'trỏ', 'giữa', 'áp út', 'út'] as const;

const exceptionWords: Readonly<Record<FingerExceptionCode, string>> = {
  amputated: 'cụt',
  bandaged: 'băng bó',
  worn: 'mòn vân',
  deformed: 'dị tật',
};

const eyeNames: Readonly<Record<Eye, string>> = { right: 'mắt phải', left: 'mắt trái' };

const eyeExceptionWords: Readonly<Record<EyeExceptionCode, string>> = {
  missing: 'mất mắt, mắt giả',
  'cannot-open': 'không mở được',
  bandaged: 'băng bó',
  other: 'lý do khác',
};

/** What was captured of the citizen, and what could not be. */
export function capturesTable(data: {
  readonly fingers: readonly Cc01Fingers[];
  readonly exceptions: readonly Cc01Exception[];
  readonly eyes: readonly Cc01Eye[];
  readonly portrait: Cc01Portrait;
}): Content {
  const { portrait } = data;
  const head = ['Sinh trắc học đã thu nhận', 'Số lần', 'Chất lượng', 'Kết quả'];
  const rows = [
    ...data.fingers.flatMap(slapRow),
    ...rolledRows(data.fingers.filter(({ position }) => !slaps.has(position))),
    ...eyeRows(data.eyes),
    ['Ảnh khuôn mặt', '–', `${portrait.score}/100`, outcome(portrait.keptBelowThreshold)],
  ];
  return {
    unbreakable: true,
    margin: [0, points(1), 0, 0],
    fontSize: 10,
    stack: [
      {
        table: {
          widths: ['*', 'auto', 'auto', 'auto'],
          body: [head.map((text) => ({ text, bold: true })), ...rows],
        },
        // An ordinary citizen's sheet is one page.
        layout: { paddingTop: () => 1, paddingBottom: () => 1 },
      },
      ...(data.exceptions.length > 0 ? [exceptionsLine(data.exceptions)] : []),
      ...data.eyes.flatMap(eyeExceptionLine),
    ],
  };
}

function outcome(isKept: boolean): string {
  return isKept ? 'Dưới ngưỡng, cán bộ giữ lại' : 'Đạt';
}

function slapRow({ position, score, attempts, isKept }: Cc01Fingers): string[][] {
  const name = slaps.get(position);
  return name ? [[`Vân tay: ${name}`, String(attempts), `${score}/100`, outcome(isKept)]] : [];
}

/** One line for all, as good as the weakest. */
function rolledRows(rolled: readonly Cc01Fingers[]): string[][] {
  if (rolled.length === 0) return [];
  const attempts = rolled.reduce((sum, finger) => sum + finger.attempts, 0);
  const least = Math.min(...rolled.map(({ score }) => score));
  const kept = rolled.filter(({ isKept }) => isKept).map(({ position }) => fingerName(position));
  return [
    [
      `Vân tay lăn: ${rolled.length} ngón`,
      String(attempts),
      `${least}/100`,
      kept.length === 0 ? outcome(false) : `${outcome(true)}: ${kept.join(', ')}`,
    ],
  ];
}

function exceptionsLine(exceptions: readonly Cc01Exception[]): Content {
  const told = exceptions.map(({ position, code, note }) => {
    const what = `${fingerName(position)} (${exceptionWords[code]})`;
    return note === '' ? what : `${what}: ${note}`;
  });
  return {
    text: `Ngón tay không lấy được hoặc lấy không rõ: ${told.join('; ')}.`,
    margin: [0, points(1), 0, 0],
  };
}

/** One line for both eyes, as good as the weaker. */
function eyeRows(eyes: readonly Cc01Eye[]): string[][] {
  const captured = eyes.filter((eye): eye is Extract<Cc01Eye, { score: number }> => !('exception' in eye));
  if (captured.length === 0) return [];
  const kept = captured.filter(({ isKept }) => isKept).map(({ eye }) => eyeNames[eye]);
  return [
    [
      `Mống mắt: ${captured.map(({ eye }) => eyeNames[eye]).join(', ')}`,
      String(Math.max(...captured.map(({ attempts }) => attempts))),
      `${Math.min(...captured.map(({ score }) => score))}/100`,
      kept.length === 0 ? outcome(false) : `${outcome(true)}: ${kept.join(', ')}`,
    ],
  ];
}

function eyeExceptionLine(eye: Cc01Eye): Content[] {
  if (!('exception' in eye)) return [];
  const { code, note } = eye.exception;
  const why = [eyeExceptionWords[code], note].filter((words) => words !== '').join(', ');
  return [
    { text: `Không thu được mống mắt của ${eyeNames[eye.eye]}: ${why}.`, margin: [0, points(1), 0, 0] },
  ];
}

/** 1 right thumb … 10 left little. */
function fingerName(position: number): string {
  return `${fingers[(position - 1) % 5] ?? ''} ${position <= 5 ? 'phải' : 'trái'}`;
}
