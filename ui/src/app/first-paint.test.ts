import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useBackend } from '$lib/backend/backend';
import { fakeBackend } from '$lib/backend/fake/fake';
import { canonical, clearCache } from '$lib/cache';
import { routeOf } from './routes';

const script = readFileSync(join(process.cwd(), 'public/first-paint.js'), 'utf8');

/** What the script asks the host for in a window at this address. */
function askedAt(hash: string, invoke: (name: string, request: unknown) => Promise<unknown>) {
  const view = {
    __TAURI_INTERNALS__: {
      invoke: (name: string, { request }: { request: unknown }) => invoke(name, request),
    },
  } as unknown as Window;
  new Function('window', 'location', 'document', 'localStorage', script)(
    view,
    { hash },
    document,
    localStorage,
  );
  return view.__ahead;
}

const now = (value: unknown) => () => Promise.resolve(value);

describe('what is asked for before the scripts are read', () => {
  it('is what the window and its first view ask for', async () => {
    const asked = Object.keys(askedAt('', now(null)) ?? {});
    const backend = fakeBackend({ overview_get: () => ({}) });
    useBackend(backend);
    clearCache();
    await routeOf('')?.ahead?.();
    const first = backend.calls.map(({ name, request }) => `${name} ${canonical(request)}`);
    expect(first).toHaveLength(1);
    expect(asked).toEqual([
      'app_status {}',
      'settings_get {}',
      'accounts_list {}',
      'connections_list {}',
      ...first,
    ]);
  });

  it('is nothing where another view comes first, or no host is there', () => {
    expect(askedAt('#/budgets', now(null))).toBeUndefined();
    expect(Object.keys(askedAt('#/overview', now(null)) ?? {})).not.toHaveLength(0);
    const bare = {} as Window;
    new Function('window', 'location', 'document', 'localStorage', script)(
      bare,
      { hash: '' },
      document,
      localStorage,
    );
    expect(bare.__ahead).toBeUndefined();
  });
});
