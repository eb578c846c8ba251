import { describe, expect, it } from 'vitest';
import {
  type FingerFinding,
  type FingerSnapshot,
  fingerExceptions,
  keepReasons,
} from '../../../main/contract/fingers.ts';
import { verdictReasons } from '../../../main/contract/verdict.ts';
import { exceptionHelp, exceptionNames, keepReasons as keepWords } from '../../text/fingers.vi.ts';
import { shortHint, verdictHint } from '../../text/hints.vi.ts';
import { findingWords, instructionFor, type LiveFrame, liveWords, stateWords, takenWords } from './words.ts';

const frame: LiveFrame = {
  position: 13,
  width: 400,
  height: 250,
  png: new Uint8Array(),
  outlines: [],
  fingerCount: 4,
  hand: 'unknown',
};

/** A square around a place of the frame. */
function at(x: number, y: number): LiveFrame {
  const outline = [-20, 20].flatMap((dx) => [-20, 20].map((dy): [number, number] => [x + dx, y + dy]));
  return { ...frame, hint: 'off-centre', outlines: [outline] };
}

function lines(live: LiveFrame | undefined, position = 13, wanted = 4): string {
  return liveWords(live, position, wanted).lines.join();
}

describe('the hint while the hand is on the glass', () => {
  it('waits without a picture, and asks to hold still when all is well', () => {
    expect(liveWords(undefined, 13, 4).tone).toBe('plain');
    expect(liveWords(frame, 13, 4)).toEqual({ tone: 'good', lines: ['Giữ yên – máy tự thu'] });
  });

  it('says which way the hand has to go', () => {
    expect(lines(at(380, 120))).toBe('Dịch tay sang trái');
    expect(lines(at(20, 120))).toBe('Dịch tay sang phải');
    expect(lines(at(200, 230))).toBe('Dịch tay lên');
    expect(lines(at(200, 20))).toBe('Dịch tay xuống');
  });

  it('counts the fingers that are there', () => {
    expect(lines({ ...frame, hint: 'wrong-count', fingerCount: 3 })).toContain('3 trong 4');
    expect(lines({ ...frame, hint: 'wrong-count', fingerCount: 4 }, 13, 3)).toContain('chỉ cần 3');
  });

  it('knows the other hand by its shape, before anything else', () => {
    const wrong = { ...frame, hint: 'dry', hand: 'right' } as const;
    expect(lines(wrong, 14)).toBe('Có vẻ là tay phải; lượt này cần tay trái');
    expect(lines(wrong, 13)).toContain('khô');
    expect(lines({ ...wrong, hand: 'unknown' }, 14)).toContain('khô');
  });

  it.each(verdictReasons)('has words for %s', (reason) => {
    expect(verdictHint(reason).length).toBeGreaterThan(5);
    expect(shortHint(reason).length).toBeGreaterThan(1);
    expect(liveWords({ ...frame, hint: reason }, 13, 4).lines.join().length).toBeGreaterThan(5);
  });
});

describe('what the citizen is asked', () => {
  const bandaged = (position: number) => ({ position, code: 'bandaged', note: '' }) as const;

  it('counts only fingers that can lie on the glass', () => {
    expect(instructionFor(13, [])).toBe('Mời công dân đặt 4 ngón chụm tay phải lên mặt kính');
    expect(instructionFor(14, [bandaged(10)])).toBe('Mời công dân đặt 3 ngón chụm tay trái lên mặt kính');
    expect(instructionFor(15, [bandaged(1)])).toBe('Mời công dân đặt ngón cái trái lên mặt kính');
    expect(instructionFor(9, [])).toBe('Lăn ngón áp út trái từ mép này sang mép kia của móng');
  });
});

describe('a finding', () => {
  const findings: [FingerFinding, number, string[]][] = [
    [{ kind: 'same-finger', position: 3, as: 2 }, 3, ['Ngón giữa phải', 'ngón trỏ phải']],
    [{ kind: 'other-finger', position: 5, like: 4 }, 5, ['ngón út phải', 'ngón áp út phải']],
    [{ kind: 'other-finger', position: 5 }, 5, ['ngón út phải']],
    [{ kind: 'officer-finger', position: 1 }, 15, ['Ngón cái phải', 'cán bộ']],
    [{ kind: 'wrong-hand' }, 14, ['tay phải', 'cần tay trái']],
    [{ kind: 'wrong-hand' }, 15, ['ngón cái']],
    [{ kind: 'wrong-count', seen: 3, expected: 4 }, 13, ['3', '4', 'F9']],
    [{ kind: 'wrong-count', seen: 4, expected: 3 }, 13, ['4', '3', 'thừa']],
  ];

  it.each(findings)('%j names the fingers and says what to do', (finding, position, parts) => {
    const words = findingWords(finding, position);
    for (const part of parts) expect(words).toContain(part);
    expect(words).toMatch(/thu lại/);
    expect(words).not.toMatch(/[{}]/);
    expect(words.charAt(0)).toBe(words.charAt(0).toLocaleUpperCase('vi'));
  });
});

describe('a placement in words', () => {
  const box = { x: 0, y: 0, width: 1, height: 1, angle: 0 };
  const weak: FingerSnapshot = {
    position: 13,
    state: 'captured',
    attempts: 3,
    captureId: '01900000-0000-7000-8000-000000000001' as NonNullable<FingerSnapshot['captureId']>,
    verdict: { kind: 'retry', score: 27.4, reason: 'dry' },
    fingers: [
      { position: 4, score: 35, hint: 'wet', box },
      { position: 5, score: 27.4, hint: 'dry', box },
    ],
    findings: [],
    mayKeep: true,
    needsSupervisor: false,
  };

  it('names the weakest finger, and that the best may be kept', () => {
    expect(stateWords(weak, [])).toBe('yếu 27');
    const [hint, more] = takenWords(weak, []).lines;
    expect(hint).toBe('Ngón út phải khô – lau khăn ẩm rồi đặt lại');
    expect(more).toContain('3 lần');
  });

  it('tells why it was kept or passed over', () => {
    expect(takenWords({ ...weak, kept: { reason: 'worn' } }, []).lines.join()).toContain('mờ, mòn');
    const exceptions = [{ position: 9, code: 'bandaged', note: '' }] as const;
    expect(stateWords({ ...weak, position: 9, state: 'skipped' }, exceptions)).toBe('bỏ qua: băng bó');
  });

  it('has words for every code and reason of the contract', () => {
    for (const code of fingerExceptions) {
      expect(exceptionNames[code].length).toBeGreaterThan(2);
      expect(exceptionHelp[code].length).toBeGreaterThan(10);
    }
    for (const reason of keepReasons) expect(keepWords[reason].length).toBeGreaterThan(3);
  });
});
