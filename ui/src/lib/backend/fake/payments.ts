/** Money sent through the fake Powens: a recipient that waits, a code that is asked for, and an order of yesterday. */
import type {
  AskField,
  Payee,
  PayeeAddReq,
  PayeeConfirmReq,
  Payment,
  PaymentAnswerReq,
  PaymentPrepareReq,
  PaymentReq,
} from '$lib/backend/contract';
import type { Answer } from './fake';

const CONNECTION = '7';
/** What the bank's code has to be. */
export const RIGHT = '424242';

const CODE: AskField = {
  key: 'sms',
  label: 'Code sent to ·· 42',
  kind: 'text',
  required: true,
  values: [],
};

const payee = (id: string, label: string, iban: string, more: Partial<Payee> = {}): Payee => ({
  id,
  account: '1',
  ownAccount: null,
  label,
  iban,
  bank: null,
  usable: true,
  usableFrom: '2026-01-01T00:00:00Z',
  ...more,
});

const refuse = (field: string, reason: string) => ({
  code: 'invalid_request',
  params: { field, reason },
  trace: '7c11a3',
});

export function paymentsAnswers(): Record<string, Answer> {
  const payees = [
    payee('31', 'Régie Lafond, rent', 'FR7630006000011234567890189'),
    payee('32', 'Ateliers du Canal', 'DE89370400440532013000'),
    payee('33', 'Papa', 'FR1420041010050500013M02606', {
      usable: false,
      usableFrom: '2026-05-19T09:00:00Z',
    }),
  ];
  const order = (request: PaymentPrepareReq, id: string): Payment => {
    const to = payees.find((one) => one.id === request.payee);
    return {
      id,
      connection: request.connection,
      account: request.account,
      accountName: 'Joint current',
      payee: request.payee,
      payeeLabel: to?.label ?? '',
      payeeIban: to?.iban ?? null,
      amount: { amount: request.amount, currency: 'EUR' },
      label: request.label,
      on: request.on ?? null,
      state: 'prepared',
      upstreamState: null,
      bankSays: null,
      fields: [],
      refused: false,
      transaction: null,
      preparedAt: '2026-05-18T08:50:00Z',
      sentAt: null,
      alike: null,
    };
  };
  let orders: Payment[] = [
    {
      ...order(
        {
          connection: CONNECTION,
          account: '1',
          payee: '32',
          amount: '84.50',
          label: 'Invoice 2026-118',
          on: null,
        },
        '1',
      ),
      state: 'done',
      sentAt: '2026-05-17T17:05:00Z',
      transaction: '3',
    },
  ];
  const change = (id: string, by: (one: Payment) => Payment): Payment => {
    orders = orders.map((one) => (one.id === id ? by(one) : one));
    return orders.find((one) => one.id === id) as Payment;
  };
  return {
    payees_list: () => ({
      accounts: [
        { id: '1', name: 'Joint current', balance: { amount: '3842.16', currency: 'EUR' } },
        { id: '5', name: 'Rainy-day savings', balance: { amount: '14650.00', currency: 'EUR' } },
      ],
      payees: [...payees],
    }),
    payee_add: (request) => {
      const { iban, label, account } = request as PayeeAddReq;
      const bare = iban.replaceAll(' ', '').toUpperCase();
      if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(bare)) throw refuse('iban', 'not_an_iban');
      const added = payee('40', label, bare, { account, usable: false, usableFrom: null });
      payees.push(added);
      return { payee: added, fields: [CODE], refused: false };
    },
    payee_confirm: (request) => {
      const { payee: id, fields } = request as PayeeConfirmReq;
      const found = payees.find((one) => one.id === id) as Payee;
      if (fields[0]?.value !== RIGHT) return { payee: found, fields: [CODE], refused: true };
      found.usableFrom = '2026-05-18T10:00:00Z';
      return { payee: found, fields: [], refused: false };
    },
    payments_list: () => [...orders],
    payment_prepare: (request) => {
      const wish = request as PaymentPrepareReq;
      if (!(Number(wish.amount) > 0)) throw refuse('amount', 'not_positive');
      if (wish.on && wish.on < '2026-05-18') throw refuse('on', 'in_the_past');
      const twin = orders.find(
        (one) =>
          one.payee === wish.payee &&
          Number(one.amount.amount) === Number(wish.amount) &&
          one.state !== 'cancelled',
      );
      const made = { ...order(wish, String(orders.length + 1)), alike: twin?.id ?? null };
      orders = [made, ...orders];
      return made;
    },
    payment_send: (request) =>
      change((request as PaymentReq).payment, (one) => ({
        ...one,
        state: 'asked',
        // One bank is answered on the service's own page alone.
        fields: one.payee === '31' ? [] : [CODE],
        sentAt: '2026-05-18T08:51:00Z',
      })),
    payment_answer: (request) => {
      const { payment, fields } = request as PaymentAnswerReq;
      const right = fields[0]?.value === RIGHT;
      return change(payment, (one) =>
        right
          ? { ...one, state: 'ordered', fields: [], refused: false }
          : { ...one, fields: [CODE], refused: true },
      );
    },
    payment_look: (request) =>
      change((request as PaymentReq).payment, (one) =>
        one.state === 'asked' && one.fields.length === 0 ? { ...one, state: 'ordered' } : one,
      ),
    payment_cancel: (request) => {
      const { payment } = request as PaymentReq;
      if (orders.find((one) => one.id === payment)?.state === 'ordered')
        throw refuse('payment', 'too_late');
      return change(payment, (one) => ({ ...one, state: 'cancelled', fields: [] }));
    },
  };
}
