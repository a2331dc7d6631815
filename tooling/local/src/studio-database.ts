import { openLocalKeyFile } from "@quietroom/vault";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installShiftableClock, readClock } from "@quietroom/sandbox/clock";
import { Client } from "pg";
import { z } from "zod";
import type { Postgres } from "./postgres.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { seededMark, studioDatabase, type StudioMode } from "./studio-environment.ts";
import { masterKeyFile, type StudioSecrets } from "./studio-secrets.ts";

const seededStudios = z.array(
  z.object({
    name: z.string(),
    slug: z.string(),
    fullDay: z.object({ date: z.string(), practitioner: z.string() }),
    signIns: z.array(
      z.object({
        role: z.string(),
        name: z.string(),
        email: z.string(),
        password: z.string(),
        /** What their authenticator app holds; a demo seeded before there was one lets its people enrol their own. */
        totpSecret: z.string().optional(),
      }),
    ),
  }),
);

/** The demo's studios and who may sign in to them. */
type DemoStudios = z.infer<typeof seededStudios>;

export type StudioDatabase = {
  readonly version: string;
  readonly applied: readonly string[];
  /** The studio's own time, epoch milliseconds. */
  readonly nowMs: number;
  readonly seededNow: boolean;
  readonly studios: DemoStudios;
};

/**
 * Brings the studio's database up to date: roles, migrations, the clock that can be moved, and (unless `people` is
 * "none") the demo's studios when it has none. A seed that was interrupted is begun again on a new database: nobody has worked in that one.
 */
export async function prepareStudioDatabase(options: {
  readonly postgres: Postgres;
  readonly secrets: StudioSecrets;
  readonly mode: StudioMode;
  readonly dataDir: string;
  readonly people: "demo" | "none";
  readonly say: (line: string) => void;
}): Promise<StudioDatabase> {
  const { postgres, secrets, mode, dataDir, people, say } = options;
  const signIns = join(dataDir, "demo-sign-ins.json");
  await dropHalfSeeded(postgres);
  const { version, applied } = await prepareDatabase(postgres, studioDatabase);
  await connected(postgres.url("quietroom_owner", studioDatabase), (owner) =>
    installShiftableClock(owner, mode),
  );

  const seededNow = people === "demo" && !(await isMarked(postgres));
  if (seededNow) {
    say("Living through four weeks of two studios' past, to have something to show");
    // Loaded here, because the generated database client it needs may have been made only just now.
    const { seed } = await import("./seed.ts");
    const studios = await seed({
      databaseUrl: postgres.url("quietroom_app", studioDatabase),
      ownerUrl: postgres.url("quietroom_owner", studioDatabase),
      linkKey: Buffer.from(secrets.linkKey, "base64"),
      keyService: openLocalKeyFile(masterKeyFile(dataDir)),
      mode,
    });
    writeFileSync(signIns, JSON.stringify(studios, null, 2), { mode: 0o600 });
    await mark(postgres);
  }
  const { nowMs } = await connected(postgres.url("quietroom_owner", studioDatabase), readClock);
  return { version, applied, nowMs, seededNow, studios: readStudios(signIns) };
}

/** Removes the studio's database and what is known of its people. The server stays. */
export async function dropStudioDatabase(postgres: Postgres, dataDir: string): Promise<void> {
  rmSync(join(dataDir, "demo-sign-ins.json"), { force: true });
  rmSync(join(dataDir, "sandbox"), { recursive: true, force: true });
  // The seals of studios that are gone would say that their end was cut off.
  rmSync(join(dataDir, "audit"), { recursive: true, force: true });
  await connected(postgres.url("postgres", "postgres"), (admin) =>
    admin.query(`drop database if exists ${studioDatabase} with (force)`),
  );
}

/** The list is for reading only: without it the studios are as they were, and nobody is told their passwords. */
function readStudios(file: string): DemoStudios {
  return existsSync(file) ? seededStudios.parse(JSON.parse(readFileSync(file, "utf8"))) : [];
}

async function dropHalfSeeded(postgres: Postgres): Promise<void> {
  if (await isMarked(postgres)) return;
  await connected(postgres.url("postgres", "postgres"), (admin) =>
    admin.query(`drop database if exists ${studioDatabase} with (force)`),
  );
}

function isMarked(postgres: Postgres): Promise<boolean> {
  return connected(postgres.url("postgres", "postgres"), async (admin) => {
    const { rowCount } = await admin.query(
      "select from pg_database where datname = $1 and shobj_description(oid, 'pg_database') = $2",
      [studioDatabase, seededMark],
    );
    return rowCount === 1;
  });
}

function mark(postgres: Postgres): Promise<unknown> {
  return connected(postgres.url("postgres", "postgres"), (admin) =>
    admin.query(`comment on database ${studioDatabase} is '${seededMark}'`),
  );
}

async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
