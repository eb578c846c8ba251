import type { Store } from './open.ts';

/** Marks a packet as given to another station: it is sent from there. Runs in the transaction of the whole export. */
export function markExported(
  store: Store,
  applicationId: string,
  to: { readonly stationNo: string; readonly exportId: string; readonly atMs: number },
): void {
  store
    .statement(
      `INSERT INTO exported_packets (application_id, to_station_no, export_id, exported_at_ms) VALUES (?, ?, ?, ?)`,
    )
    .run(applicationId, to.stationNo, to.exportId, to.atMs);
}

/** Takes an export back, of a medium that was lost: the packets are sent from here again. Returns how many. */
export function withdrawExport(store: Store, exportId: string): number {
  return store.statement('DELETE FROM exported_packets WHERE export_id = ?').run(exportId).changes;
}
