import '@fontsource-variable/inter/opsz.css';
import './design/tokens/tokens.css';
import './design/components.css';
import { mount } from 'svelte';
import { useBackend } from '$lib/backend/backend';
import App from './App.svelte';

async function start(): Promise<void> {
  if (import.meta.env.MODE === 'fake') {
    const { practiceBackend } = await import('$lib/backend/fake/practice');
    useBackend(practiceBackend());
  } else {
    const { tauriBackend } = await import('$lib/backend/tauri');
    useBackend(tauriBackend);
  }
  const target = document.getElementById('app');
  if (!target) throw new Error('index.html has no #app');
  mount(App, { target });
}

void start();
