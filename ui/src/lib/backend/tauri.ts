/** The real backend. The only file that imports Tauri. */
import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Backend } from './backend';
import type { Changed } from './contract';

function listening(event: string, listener: (payload: unknown) => void): () => void {
  const stop = listen(event, ({ payload }) => listener(payload));
  return () => void stop.then((unlisten) => unlisten());
}

export const tauriBackend: Backend = {
  call: (name, request) => invoke(name, { request }),
  stream(name, request, onProgress) {
    const progress = new Channel<Parameters<typeof onProgress>[0]>();
    // The first report names the job; a wish to stop before it is remembered until then.
    let job: string | null = null;
    let stopping = false;
    const stop = () => {
      if (job !== null) void invoke('job_cancel', { request: { id: job } });
    };
    progress.onmessage = (report) => {
      const first = job === null;
      job = report.job;
      if (first && stopping) stop();
      onProgress(report);
    };
    return {
      result: invoke(name, { request, progress }),
      cancel() {
        stopping = true;
        stop();
      },
    };
  },
  onChanged: (listener) => listening('changed', (payload) => listener(payload as Changed)),
  on: listening,
};
