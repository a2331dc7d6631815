import type { Tx } from "@quietroom/db";
import { type Instant, instant } from "@quietroom/domain/time";

/**
 * The wall clock of the database, which sessions, codes and locks live by; a verb's own `now` is the studio's clock, which a demo
 * may move ahead. Within one transaction it stands still.
 */
export async function realNow(tx: Tx): Promise<Instant> {
  const [row] = await tx.$queryRaw<
    { now: number }[]
  >`select floor(extract(epoch from now()) * 1000)::float8 as now`;
  return instant(Number(row?.now));
}
