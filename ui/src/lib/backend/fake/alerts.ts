import type {
  Alert,
  AlertSettings,
  AlertsMarkReq,
  AlertsPage,
  Digest,
} from '$lib/backend/contract';
import type { Answers } from './answers';
import { day, money, TODAY } from './household';

const alert = (
  id: string,
  kind: Alert['kind'],
  name: string,
  minor: number,
  rest: Partial<Alert>,
): Alert => ({
  id,
  kind,
  date: day(-3),
  name,
  accountName: 'Joint current',
  amount: money(minor),
  against: null,
  count: 0,
  yearly: null,
  ahead: false,
  rows: [],
  view: 'transactions',
  item: '1003',
  seen: false,
  dismissed: false,
  untold: true,
  ...rest,
});

const ALERTS = (): Alert[] => [
  alert('low 6 2026-05', 'low_balance', 'Joint current', 31_240, {
    date: day(9),
    against: money(50_000),
    count: 64,
    ahead: true,
    view: 'forecast',
    item: '6',
    rows: [
      { transaction: null, date: day(4), name: 'Home loan', amount: money(-141_208) },
      { transaction: null, date: day(7), name: 'Crèche Les Lilas', amount: money(-61_200) },
    ],
  }),
  alert('twice 1012', 'duplicate_charge', 'Garage Roux', -4_990, {
    count: 2,
    rows: [
      { transaction: '1010', date: day(-6), name: 'Garage Roux', amount: money(-4_990) },
      { transaction: '1012', date: day(-4), name: 'Garage Roux', amount: money(-4_990) },
    ],
  }),
  alert('idle t5', 'forgotten_subscription', 'Nuage Storage', -299, {
    count: 14,
    yearly: money(-3_588),
    view: 'recurring',
    item: 't5',
    seen: true,
  }),
];

const DIGEST: Digest = {
  from: day(-7),
  to: day(-1),
  income: money(0),
  spent: money(48_211),
  transactions: 14,
  largest: [{ transaction: '1010', date: day(-3), name: 'Alpes Énergie', amount: money(-13_840) }],
  ahead: [{ transaction: null, date: day(1), name: 'Cinema club', amount: money(-2_800) }],
  unseen: 2,
  due: false,
  withoutRate: [],
};

export function alertsAnswers(empty: boolean): Answers {
  let alerts = empty ? [] : ALERTS();
  let settings: AlertSettings = {
    muted: [],
    billDays: 3,
    digest: 'weekly',
    notify: false,
    notifyAmounts: false,
  };
  return {
    alerts_get: (request) => {
      const { all } = request as { all: boolean };
      const away = (one: Alert) => one.dismissed || settings.muted.includes(one.kind);
      return {
        today: TODAY,
        alerts: alerts.filter((one) => all || !away(one)),
        unseen: alerts.filter((one) => !one.seen && !away(one)).length,
        muted: alerts.filter((one) => settings.muted.includes(one.kind)).length,
        settings,
      } satisfies AlertsPage;
    },
    alerts_mark: (request) => {
      const { ids, mark } = request as AlertsMarkReq;
      alerts = alerts.map((one) =>
        ids.includes(one.id)
          ? {
              ...one,
              seen: mark === 'seen' || (mark !== 'new' && one.seen),
              dismissed: mark === 'dismissed',
            }
          : one,
      );
      return { batch: '35', rows: ids.length, label: `alerts_${mark}` };
    },
    alerts_settings: (request) => {
      settings = request as AlertSettings;
      return { batch: '36', rows: 1, label: 'alert_settings' };
    },
    alerts_tell: () => ({ shown: true }),
    digest_get: () => DIGEST,
  };
}
