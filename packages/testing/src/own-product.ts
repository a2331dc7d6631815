import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { chooseFreePorts } from "@quietroom/local/choose-ports";
import { startStudio, type Studio, type StudioOptions } from "@quietroom/local/studio";
import { removeStudioData } from "@quietroom/local/studio-data";
import { studioDatabase } from "@quietroom/local/studio-environment";
import { openRuntime } from "@quietroom/services";
import { createStaffUser } from "@quietroom/services/staff";
import pg from "pg";
import type { Row } from "./inspect.ts";
import { createStudio, succeeded, type TestStudio } from "./studio.ts";
import { openLocalKeyFile } from "@quietroom/vault";

/** The whole product once more, with its own database, sites, worker and inbox, for a test that kills parts of it. */
export type OwnProduct = Pick<Studio, "urls" | "ports" | "crash" | "stop"> & {
  readonly studio: TestStudio;
  /** Adds an admin who has a password and sets up an app at their first sign-in. */
  readonly hire: (credentials: { readonly email: string; readonly password: string }) => Promise<void>;
  /** SQL past row security, for looking and for arranging what no verb can. */
  readonly query: (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
};

/**
 * Starts it with one studio. The apps were built by whoever runs the browser tests. `around` is where the sites are reached from when
 * something stands before them, and what the product is told besides. Stop it when done.
 */
export async function startOwnProduct(
  name: string,
  wishes: Parameters<typeof createStudio>[1],
  around: Pick<StudioOptions, "reachedAt" | "settings"> = {},
): Promise<OwnProduct> {
  const dataDir = join(checkout, ".data", `e2e-${name}`);
  removeStudioData(dataDir);
  const { postgres, urls, ports, crash, stop } = await startStudio({
    dataDir,
    mode: "test",
    people: "none",
    choosePorts: chooseFreePorts,
    say: () => undefined,
    build: async () => undefined,
    ...around,
  });
  const quiet = () => undefined;
  const runtime = await openRuntime({
    databaseUrl: postgres.url("quietroom_app", studioDatabase),
    linkKey: randomBytes(32),
    keyService: openLocalKeyFile(join(dataDir, "master.key")),
    bookingUrl: urls.booking,
    log: { info: quiet, warn: quiet, error: quiet },
  });
  const studio = await createStudio(runtime, wishes);
  const client = new pg.Client({ connectionString: postgres.url("postgres", studioDatabase) });
  await client.connect();
  return {
    urls,
    ports,
    crash,
    studio,
    hire: async (credentials) => {
      const person = { displayName: "Robin Sample", roles: ["admin" as const], practitionerId: null };
      succeeded(await createStaffUser(studio.as("system"), { ...person, ...credentials }));
    },
    query: async (sql, values = []) => (await client.query<Row>(sql, [...values])).rows,
    stop: async () => {
      await runtime.close();
      await client.end();
      await stop();
      removeStudioData(dataDir);
    },
  };
}
