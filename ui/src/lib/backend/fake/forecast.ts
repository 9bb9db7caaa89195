import type {
  Forecast,
  ForecastCompare,
  ForecastCompareReq,
  ForecastEvent,
  ForecastFix,
  ForecastGrade,
  ForecastLow,
  ForecastReq,
  KeptScenario,
  ScenarioKeepReq,
  ScenarioReq,
} from '$lib/backend/contract';
import type { Answers } from './answers';
import { day, money, TODAY } from './household';

const event = (date: string, name: string, minor: number, planned = false): ForecastEvent => ({
  date,
  name,
  amount: money(minor),
  knownBy: planned ? 'planned' : 'detected',
  accountName: 'Joint current',
});

export const EVENTS: ForecastEvent[] = [
  event('2026-05-20', 'Eau des Rives', -9640),
  event('2026-05-21', 'Mutuelle Sablière, car', -6120),
  event('2026-05-22', 'Garage Relais, service', -31000, true),
  event('2026-05-24', 'Domaine Host', -11880),
  event('2026-05-25', 'Helvetix Systems', 797400),
  event('2026-05-26', 'School canteen', -7480),
  event('2026-05-27', 'Summer camp deposit', -64000, true),
  event('2026-05-28', 'Everyday card settlement', -118500, true),
  event('2026-05-29', 'Property tax instalment', -11800),
  event('2026-06-01', 'Fibra', -3999),
  event('2026-06-01', 'Gym Nord', -3500),
  event('2026-06-02', 'Residence charges', -48600, true),
  event('2026-06-04', 'Atelier Nordet', 248640),
  event('2026-06-05', 'Home loan', -141200, true),
  event('2026-06-05', 'Family benefits', 14880),
  event('2026-06-06', 'From Salary account', 290000, true),
  event('2026-06-08', 'Alpes Énergie', -13840),
];

export const LOW: ForecastLow = {
  date: '2026-06-03',
  expected: money(24600),
  low: money(-1800),
  high: money(48900),
  belowFloor: true,
};

const change = (rest: Partial<ForecastFix['change']>): ForecastFix['change'] => ({
  do: 'add',
  item: '',
  amount: null,
  every: 'once',
  from: null,
  until: null,
  to: null,
  account: null,
  ...rest,
});

const FIXES: ForecastFix[] = [
  {
    kind: 'move_in',
    item: null,
    amount: money(25400),
    date: '2026-06-01',
    to: null,
    change: change({ amount: '254.00', from: '2026-06-01' }),
  },
  {
    kind: 'delay',
    item: 'Summer camp deposit',
    amount: money(-64000),
    date: '2026-05-27',
    to: '2026-06-05',
    change: change({
      do: 'move',
      item: 'Summer camp deposit',
      from: '2026-05-27',
      to: '2026-06-05',
    }),
  },
  {
    kind: 'reduce',
    item: null,
    amount: money(1588),
    date: '2026-05-19',
    to: '2026-06-03',
    change: change({ amount: '15.88', every: 'daily', from: '2026-05-19', until: '2026-06-03' }),
  },
];

let kept: KeptScenario[] = [
  {
    id: '1',
    scenario: {
      name: 'Skip the summer rental',
      currency: 'EUR',
      changes: [change({ do: 'stop', item: 'Summer rental, Quiberon' })],
    },
  },
];

function forecast(request: unknown): Forecast {
  const { days } = request as ForecastReq;
  return {
    currency: 'EUR',
    today: TODAY,
    start: money(384217),
    days: Array.from({ length: days }, (_, n) => {
      const expected = 384217 - (n % 30) * 11000;
      const at = (minor: number) => money(Math.round(minor)).amount;
      return {
        date: day(n + 1),
        expected: at(expected),
        p10: at(expected - 4000 * Math.sqrt(n + 1)),
        p25: at(expected - 2000 * Math.sqrt(n + 1)),
        p75: at(expected + 2000 * Math.sqrt(n + 1)),
        p90: at(expected + 4000 * Math.sqrt(n + 1)),
        belowFloor: expected < 50000,
      };
    }),
    lowest: LOW,
    floor: money(50000),
    belowFloorPercent: 86,
    totals: {
      knownIn: money(1720500),
      knownOut: money(-1426200),
      everyday: money(-315500),
      everydayDaily: money(-3400),
    },
    advice: {
      income: '2026-05-25',
      chancePercent: 12,
      drivers: [
        { name: 'Everyday card settlement', amount: money(-118500) },
        { name: 'Summer camp deposit', amount: money(-64000) },
        { name: 'Residence charges', amount: money(-48600) },
      ],
      missing: money(25400),
      fixes: FIXES,
    },
    events: EVENTS,
    abstained: null,
    tested: { origins: 48, insidePercent: 83 },
    graded: {
      kept: 96,
      since: '2026-02-12',
      grades: [
        grade(7, 630, 82, 53, 6400, 98),
        grade(30, 402, 77, 46, 18200, 106),
        grade(90, 118, 70, 41, 41100, 114),
      ],
    },
    historyDays: 742,
    accounts: ['1'],
    withoutRate: [],
    interest: [
      {
        account: '5',
        accountName: 'Rainy-day savings',
        earnedPercent: '2.4',
        chargedPercent: null,
        earned: money(8670),
        charged: money(0),
        chargedIfLow: null,
        next: '2026-12-31',
      },
    ],
    freshness: { knownUntil: null, stale: [], carried: [] },
  };
}

function grade(
  days: number,
  judged: number,
  inside80Percent: number,
  inside50Percent: number,
  miss: number,
  reachPercent: number,
): ForecastGrade {
  const forecasts = Math.ceil(judged / 7);
  return {
    days,
    forecasts,
    judged,
    inside80Percent,
    inside50Percent,
    miss: money(miss),
    reachPercent,
  };
}

const EFFECTS: Record<string, number> = { move_in: 25400, delay: 64000, reduce: 25408 };

function compare(request: unknown): ForecastCompare {
  const { days, account, scenarios } = request as ForecastCompareReq;
  const base = forecast({ days, account });
  const by = scenarios.map(({ scenario }) => {
    const fix = FIXES.find(
      ({ change }) => change.amount !== null && change.amount === scenario.changes[0]?.amount,
    );
    const moved = scenario.changes[0]?.do === 'move' ? 'delay' : fix?.kind;
    return moved ? (EFFECTS[moved] ?? 0) : 0;
  });
  const lowest = (minor: number): ForecastLow => ({
    ...LOW,
    expected: money(24600 + minor),
    low: money(-1800 + minor),
    high: money(48900 + minor),
    belowFloor: 24600 + minor < 50000,
  });
  const all = scenarios.reduce((sum, one, n) => sum + (one.on ? (by[n] ?? 0) : 0), 0);
  return {
    forecast: { ...base, lowest: lowest(all) },
    base: { lowest: LOW, end: money(363000) },
    each: scenarios.map(({ scenario }, n) => ({
      name: scenario.name,
      ends: { lowest: lowest(by[n] ?? 0), end: money(363000 + (by[n] ?? 118000)) },
      lowChange: money(by[n] ?? 0),
      endChange: money(by[n] ?? 118000),
      unmatched: [],
    })),
  };
}

const kindly = (label: string) => ({ batch: '31', rows: 1, label });

export const forecastAnswers: Answers = {
  forecast_get: forecast,
  forecast_compare: compare,
  scenarios_list: () => kept,
  scenario_keep: (request) => {
    const { id, scenario } = request as ScenarioKeepReq;
    const wanted = id ?? String(kept.length + 1);
    kept = [...kept.filter((one) => one.id !== wanted), { id: wanted, scenario }];
    return kindly('scenario_kept');
  },
  scenario_remove: (request) => {
    kept = kept.filter((one) => one.id !== (request as ScenarioReq).id);
    return kindly('scenario_removed');
  },
  scenario_import: () => kindly('scenario_kept'),
  scenario_export: () => ({ file: 'New-flat.json' }),
};
