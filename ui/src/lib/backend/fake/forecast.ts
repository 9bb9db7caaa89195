import type { Forecast, ForecastEvent, ForecastLow, ForecastReq } from '$lib/backend/contract';
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
      };
    }),
    lowest: LOW,
    floor: money(50000),
    belowFloorPercent: 86,
    events: EVENTS,
    abstained: null,
    historyDays: 742,
    accounts: ['1'],
    withoutRate: [],
    freshness: { knownUntil: null, stale: [] },
  };
}

export const forecastAnswers: Answers = { forecast_get: forecast };
