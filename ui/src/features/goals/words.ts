/** How a goal goes, in words and with a sign; never by colour alone. */
import type { IconName } from '$design/primitives';
import type { GoalPlan, GoalTrack } from '$lib/backend/contract';
import { say } from '$lib/book';
import { formatDay } from '$lib/format';
import { t } from '$lib/messages';

export type Tone = 'neutral' | 'pos' | 'warn' | 'neg';

export const TRACKS: Record<GoalTrack, { tone: Tone; icon?: IconName }> = {
  reached: { tone: 'pos', icon: 'check' },
  missed: { tone: 'neg', icon: 'clock' },
  on: { tone: 'pos', icon: 'check' },
  close: { tone: 'warn', icon: 'warn' },
  off: { tone: 'neg', icon: 'arrowdown' },
  undated: { tone: 'neutral' },
  unknown: { tone: 'neutral', icon: 'clock' },
};

const month = (text: string, today: string) => formatDay(text, 'month', { today });

/** The likely month, or why there is none. */
export function whenOf(goal: GoalPlan, today: string): string {
  if (goal.track === 'reached') return '–';
  if (goal.likely) return month(goal.likely, today);
  return t(goal.rate === null ? 'goals.when.unknown' : 'goals.when.never');
}

/** The range around it; nothing where it is one month. */
export function rangeOf(goal: GoalPlan, today: string): string | null {
  if (!goal.early || goal.early === goal.late) return null;
  return goal.late
    ? t('goals.range', { early: month(goal.early, today), late: month(goal.late, today) })
    : t('goals.range.open', { early: month(goal.early, today) });
}

/** The sentences about how it goes. */
export function sentencesOf(goal: GoalPlan, today: string): string[] {
  const months = goal.rateMonths;
  const due = goal.due ? formatDay(goal.due, 'full', { today }) : '';
  const enough =
    goal.monthly && goal.due ? [t('goals.say.monthly', { amount: say(goal.monthly), due })] : [];
  switch (goal.track) {
    case 'reached':
      return [t('goals.say.reached')];
    case 'missed':
      return [t('goals.say.missed', { missing: say(goal.missing) })];
    case 'unknown':
      return [t('goals.say.unknown', { months }), ...enough];
    case 'undated':
      if (goal.rate === null) return [t('goals.say.unknown', { months })];
      return goal.likely
        ? [t('goals.say.undated', { likely: month(goal.likely, today) })]
        : [t('goals.say.never')];
    default:
      return [t('goals.say.on', { chance: goal.chancePercent ?? 0, months, due }), ...enough];
  }
}
