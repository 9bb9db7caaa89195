import '@fontsource-variable/inter/opsz.css';
import './design/tokens/tokens.css';
import './design/components.css';
import './design/print.css';
import { mount } from 'svelte';
import { routeOf } from '$app/routes';
import { useBackend } from '$lib/backend/backend';
import { early } from '$lib/backend/early';
import { tauriBackend } from '$lib/backend/tauri';
import { router } from '$lib/router';
import App from './App.svelte';

async function start(): Promise<void> {
  // Fetched while the book is asked about. A view that cannot be loaded is told where it is shown.
  routeOf(router.location.view)
    ?.load()
    .catch(() => {});
  if (import.meta.env.MODE === 'fake') {
    const { practiceBackend } = await import('$lib/backend/fake/practice');
    useBackend(practiceBackend());
  } else {
    useBackend(early(tauriBackend));
  }
  const target = document.getElementById('app');
  if (!target) throw new Error('index.html has no #app');
  mount(App, { target });
}

void start();
