/** Running syncs. They outlive the dialog that began them. */
import type { Stream } from '$lib/backend/backend';
import type { SyncOutcome, SyncProgress, SyncReport } from '$lib/backend/contract';
import { run } from '$lib/cache';

class SyncJobs {
  /** The newest report of each connection that is being read. */
  progress = $state.raw<Readonly<Record<string, SyncProgress>>>({});
  /** How each connection's last sync of this session ended. */
  outcomes = $state.raw<Readonly<Record<string, SyncOutcome>>>({});
  running = $state(0);
  #streams = new Set<Stream<SyncReport>>();

  /** Starts a sync; no ids means all. Throws what Rust answers. */
  async start(connections: readonly string[], full = false): Promise<SyncReport> {
    this.running += 1;
    const seen = new Set<string>();
    const stream = run('sync_run', { connections: [...connections], full }, (report) => {
      seen.add(report.connection);
      this.progress = { ...this.progress, [report.connection]: report };
    });
    this.#streams.add(stream);
    try {
      const report = await stream.result;
      this.outcomes = {
        ...this.outcomes,
        ...Object.fromEntries(report.connections.map((outcome) => [outcome.id, outcome])),
      };
      return report;
    } finally {
      this.#streams.delete(stream);
      this.running -= 1;
      this.progress = Object.fromEntries(
        Object.entries(this.progress).filter(([id]) => !seen.has(id)),
      );
    }
  }

  /** Asks every running sync to stop at the next whole page. */
  stop(): void {
    for (const stream of this.#streams) stream.cancel();
  }
}

export const syncJobs = new SyncJobs();
