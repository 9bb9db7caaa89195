/** A rule while it is edited, and what each field can be asked. */
import type {
  RuleAct,
  RuleAction,
  RuleBody,
  RuleField,
  RuleOp,
  RuleTest,
} from '$lib/backend/contract';

export const FIELDS: readonly RuleField[] = [
  'payee',
  'bank_text',
  'text',
  'amount',
  'account',
  'date',
  'direction',
  'category',
  'kind',
  'source',
  'note',
  'tag',
  'reference',
  'counterparty',
];

export const ACTS: readonly RuleAct[] = [
  'category',
  'payee',
  'tag',
  'note',
  'split',
  'transfer',
  'ignore',
  'ask',
];

/** How a comparison is offered: the comparison, and whether it is turned round. */
export interface How {
  op: RuleOp;
  not: boolean;
}

const how = (op: RuleOp, not = false): How => ({ op, not });

const TEXT: readonly How[] = [
  how('contains'),
  how('contains', true),
  how('is'),
  how('is', true),
  how('starts'),
  how('ends'),
  how('matches'),
  how('empty'),
  how('empty', true),
];
const RANGE: readonly How[] = [how('over'), how('under'), how('between'), how('is')];
const CHOICE: readonly How[] = [how('is'), how('is', true)];
const PRESENT: readonly How[] = [...CHOICE, how('empty'), how('empty', true)];

/** What a field can be asked, the usual first. */
export function howsOf(field: RuleField): readonly How[] {
  switch (field) {
    case 'amount':
    case 'date':
      return RANGE;
    case 'account':
    case 'source':
    case 'kind':
      return CHOICE;
    case 'direction':
      return [how('is')];
    case 'category':
    case 'tag':
      return PRESENT;
    default:
      return TEXT;
  }
}

export const howKey = ({ op, not }: How): `${RuleOp}` | `not-${RuleOp}` => (not ? `not-${op}` : op);

/** How many values a comparison takes: none, one, two, or any number. */
export function arity({ field, op }: RuleTest): 'none' | 'one' | 'two' | 'many' {
  if (op === 'empty') return 'none';
  if (op === 'between') return 'two';
  return op === 'matches' || field === 'amount' || field === 'date' || field === 'direction'
    ? 'one'
    : 'many';
}

/** A test of another field begins with that field's usual comparison. */
export function testOf(field: RuleField): RuleTest {
  const [first] = howsOf(field);
  return {
    field,
    op: first?.op ?? 'is',
    not: first?.not ?? false,
    values: field === 'direction' ? ['out'] : [],
  };
}

/** The same test compared otherwise; what was written stays as far as it fits. */
export function withHow(test: RuleTest, { op, not }: How): RuleTest {
  const next = { ...test, op, not };
  const room = { none: 0, one: 1, two: 2, many: Infinity }[arity(next)];
  return { ...next, values: test.values.slice(0, room) };
}

export const needsValue = (act: RuleAct): boolean =>
  act === 'category' || act === 'payee' || act === 'tag' || act === 'note';

/** An action that says nothing yet; a split begins with two halves. */
export const actionOf = (act: RuleAct, value = ''): RuleAction => ({
  act,
  value,
  parts:
    act === 'split'
      ? [
          { percent: '50', category: null, note: '' },
          { percent: '50', category: null, note: '' },
        ]
      : [],
});

export const emptyRule = (): RuleBody => ({
  name: '',
  enabled: true,
  any: false,
  tests: [testOf('payee')],
  actions: [actionOf('category')],
  stop: false,
});

const said = (test: RuleTest): boolean => {
  const values = test.values.filter((value) => value.trim() !== '');
  switch (arity(test)) {
    case 'none':
      return true;
    case 'two':
      return values.length === 2;
    default:
      return values.length > 0;
  }
};

const done = ({ act, value, parts }: RuleAction): boolean =>
  act === 'split'
    ? parts.length > 1 && parts.every(({ percent }) => percent.trim() !== '')
    : !needsValue(act) || value.trim() !== '';

/** Whether enough is written for the rule to be looked at. */
export const isComplete = ({ tests, actions, stop }: RuleBody): boolean =>
  tests.length > 0 && tests.every(said) && (actions.length > 0 || stop) && actions.every(done);

/** A name for a rule that was given none: its first words. */
export function nameOf(rule: RuleBody, fallback: string): string {
  const name = rule.name.trim();
  if (name !== '') return name;
  const texts: readonly RuleField[] = ['payee', 'bank_text', 'text'];
  const first = rule.tests.find(({ field, op }) => texts.includes(field) && op !== 'matches');
  return first?.values[0]?.trim() || fallback;
}
