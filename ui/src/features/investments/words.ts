/** Words of the investments page. */
import type {
  Benchmark,
  InstrumentClass,
  InvestmentPart,
  InvestmentProblem,
  Investments,
  ReturnRate,
} from '$lib/backend/contract';
import { formatDay, formatPercent, signOf } from '$lib/format';
import { hasMessage, t } from '$lib/messages';

export const CLASSES = [
  'equity_fund',
  'share',
  'bond',
  'mixed',
  'cash',
  'property',
  'commodity',
  'crypto',
  'other',
] as const satisfies readonly InstrumentClass[];

/** Colour slots: a class keeps its own everywhere. */
const SLOTS: Record<InstrumentClass, number> = {
  equity_fund: 1,
  share: 3,
  bond: 6,
  mixed: 5,
  cash: 8,
  property: 4,
  commodity: 2,
  crypto: 7,
  other: 8,
};

export const slotOf = (word: string): number => SLOTS[word as InstrumentClass] ?? 8;

export function classWords(word: string): string {
  const key = `invest.class.${word}`;
  return hasMessage(key) ? t(key) : word;
}

/** `12.5` as “12.5%”. */
export const percentWords = (percent: string, sign: 'auto' | 'always' = 'auto'): string =>
  formatPercent(shifted(percent), { sign });

/** A hundredth, by moving the point: text in, text out. */
function shifted(percent: string): string {
  const minus = percent.startsWith('-');
  const [whole = '0', rest = ''] = percent.replace('-', '').split('.');
  const padded = whole.padStart(3, '0');
  return `${minus ? '-' : ''}${padded.slice(0, -2)}.${padded.slice(-2)}${rest}`;
}

export function rateWords(rate: ReturnRate): string {
  if (rate.yearly !== null) return percentWords(rate.yearly, 'always');
  return t('invest.rate.none');
}

export function rateHint(rate: ReturnRate, kind: 'money' | 'time'): string {
  if (rate.reason) return t(`invest.rate.${rate.reason}`);
  const day = rate.since ? formatDay(rate.since, 'full') : '';
  return kind === 'money'
    ? t('invest.money-weighted.hint', { day })
    : t('invest.time-weighted.hint', { day, percent: percentWords(rate.percent ?? '0', 'always') });
}

export function problemWords(problem: InvestmentProblem): string {
  return t(`invest.problem.${problem.fault}`, {
    name: problem.name,
    day: problem.date ? formatDay(problem.date, 'full') : '',
    found: problem.found ?? '',
    expected: problem.expected ?? '',
  });
}

/** A part whose share is more than two percent off its target. */
export function isOff(part: InvestmentPart): boolean {
  if (part.target === null) return false;
  return Math.abs(tenths(part.share) - tenths(part.target)) > 20;
}

/** Tenths of a percent: shares have one decimal. */
export function tenths(percent: string): number {
  const [whole = '0', rest = '0'] = percent.split('.');
  return Number(whole) * 10 + Number(rest.slice(0, 1) || '0');
}

export const isLess = (amount: string): boolean => signOf(amount) < 0;

const wholeWords = (rate: ReturnRate) =>
  rate.percent === null ? t('invest.rate.none') : percentWords(rate.percent, 'always');

/** How far ahead of the benchmark, in percent points and words. */
export function aheadWords(held: Benchmark): string {
  if (held.ahead === null) return wholeWords(held.theirs);
  const sign = signOf(held.ahead);
  return t('invest.benchmark.ahead', {
    direction: sign > 0 ? 'up' : sign < 0 ? 'down' : 'none',
    percent: percentWords(held.ahead.replace('-', '')).replace(/\s?%/, ''),
  });
}

/** Both returns over the same days. */
export function benchmarkHint(held: Benchmark): string {
  return [
    t('invest.benchmark.theirs', { name: held.name, percent: wholeWords(held.theirs) }),
    t('invest.benchmark.same', { percent: wholeWords(held.ours) }),
    ...(held.since ? [t('invest.benchmark.since', { day: formatDay(held.since, 'full') })] : []),
  ].join(' · ');
}

/** What the benchmark does not know. */
export function benchmarkNotes(data: Investments): string[] {
  const held = data.benchmark;
  if (!held) return [];
  const { name } = held;
  if (held.firstPrice === null) return [t('invest.benchmark.no-price', { name })];
  if (held.since === null && data.growth.length > 0)
    return [t('invest.benchmark.no-rate', { name, currency: data.currency })];
  const notes: string[] = [];
  if (held.missing > 0)
    notes.push(
      t('invest.benchmark.missing', {
        name,
        count: held.missing,
        day: formatDay(held.firstPrice, 'full'),
      }),
    );
  if (held.old > 0) notes.push(t('invest.benchmark.old', { name, count: held.old }));
  return notes;
}

/** The growth chart in a sentence. */
export function growthWords(data: Investments): string {
  const own = `${t('invest.growth.yours')}: ${wholeWords(data.timeWeighted)}.`;
  const held = data.benchmark;
  return held?.theirs.percent ? `${own} ${benchmarkHint(held)}. ${aheadWords(held)}.` : own;
}
