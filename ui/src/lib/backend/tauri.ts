/** The real backend. The only file that imports Tauri. */
import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Backend, Changed } from './backend';

function listening(event: string, listener: (payload: unknown) => void): () => void {
  const stop = listen(event, ({ payload }) => listener(payload));
  return () => void stop.then((unlisten) => unlisten());
}

export const tauriBackend: Backend = {
  call: (name, request) => invoke(name, { request }),
  stream(name, request, onProgress) {
    const job = crypto.randomUUID();
    const progress = new Channel<never>();
    progress.onmessage = onProgress;
    return {
      result: invoke(name, { request, job, progress }),
      cancel: () => void invoke('job_cancel', { request: { job } }),
    };
  },
  onChanged: (listener) => listening('changed', (payload) => listener(payload as Changed)),
  on: listening,
};
