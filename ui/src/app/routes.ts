/** The views, in sidebar order. Each is its own chunk, loaded when it is first shown. */
import type { Component } from 'svelte';
import type { IconName } from '$design/primitives';
import { OVERVIEW } from '$features/overview/asked';
import { ahead } from '$lib/cache';
import type { MessageKey } from '$lib/messages';

export interface Route {
  view: string;
  label: MessageKey;
  icon: IconName;
  /** The second key after G, for the views that have one. */
  go?: string;
  /** In the sidebar under views or below; `within` is reached from another view. */
  place: 'views' | 'manage' | 'within';
  load: () => Promise<{ default: Component }>;
  /** Reads what the view shows first, where a start may begin with it. */
  ahead?: () => Promise<void>;
}

export const ROUTES: readonly Route[] = [
  {
    view: 'overview',
    label: 'nav.overview',
    icon: 'home',
    go: 'O',
    place: 'views',
    load: () => import('$features/overview/index.svelte'),
    ahead: () => ahead('overview_get', OVERVIEW),
  },
  {
    view: 'transactions',
    label: 'nav.transactions',
    icon: 'list',
    go: 'T',
    place: 'views',
    load: () => import('$features/transactions/index.svelte'),
  },
  {
    view: 'budgets',
    label: 'nav.budgets',
    icon: 'pie',
    go: 'B',
    place: 'views',
    load: () => import('$features/budgets/index.svelte'),
  },
  {
    view: 'forecast',
    label: 'nav.forecast',
    icon: 'forecast',
    go: 'F',
    place: 'views',
    load: () => import('$features/forecast/index.svelte'),
  },
  {
    view: 'networth',
    label: 'nav.networth',
    icon: 'layers',
    go: 'N',
    place: 'views',
    load: () => import('$features/networth/index.svelte'),
  },
  {
    view: 'investments',
    label: 'nav.investments',
    icon: 'candles',
    go: 'I',
    place: 'views',
    load: () => import('$features/investments/index.svelte'),
  },
  {
    view: 'recurring',
    label: 'nav.recurring',
    icon: 'recur',
    go: 'R',
    place: 'views',
    load: () => import('$features/recurring/index.svelte'),
  },
  {
    view: 'reports',
    label: 'nav.reports',
    icon: 'bars',
    go: 'P',
    place: 'views',
    load: () => import('$features/reports/index.svelte'),
  },
  {
    view: 'goals',
    label: 'nav.goals',
    icon: 'flag',
    go: 'G',
    place: 'views',
    load: () => import('$features/goals/index.svelte'),
  },
  {
    view: 'debts',
    label: 'nav.debts',
    icon: 'card',
    go: 'D',
    place: 'views',
    load: () => import('$features/debts/index.svelte'),
  },
  {
    view: 'alerts',
    label: 'nav.alerts',
    icon: 'bell',
    go: 'A',
    place: 'views',
    load: () => import('$features/alerts/index.svelte'),
  },
  {
    view: 'insight',
    label: 'nav.insight',
    icon: 'shield',
    place: 'within',
    load: () => import('$features/insight/index.svelte'),
  },
  {
    view: 'letter',
    label: 'letter.open-it',
    icon: 'file',
    place: 'within',
    load: () => import('$features/letter/index.svelte'),
  },
  {
    view: 'connections',
    label: 'nav.connections',
    icon: 'plug',
    place: 'manage',
    load: () => import('$features/connections/index.svelte'),
  },
  {
    view: 'review',
    label: 'nav.review',
    icon: 'ok',
    place: 'manage',
    load: () => import('$features/review/index.svelte'),
  },
  {
    view: 'payees',
    label: 'nav.payees',
    icon: 'users',
    place: 'manage',
    load: () => import('$features/payees/index.svelte'),
  },
  {
    view: 'rules',
    label: 'nav.rules',
    icon: 'rules',
    place: 'manage',
    load: () => import('$features/rules/index.svelte'),
  },
  {
    view: 'settings',
    label: 'nav.settings',
    icon: 'sliders',
    place: 'manage',
    load: () => import('$features/settings/index.svelte'),
  },
];

export const HOME = 'overview';

export const routeOf = (view: string): Route | undefined =>
  ROUTES.find((route) => route.view === (view || HOME));
