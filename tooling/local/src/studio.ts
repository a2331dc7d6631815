import { mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { checkout } from "./checkout.ts";
import { startChild, type Child, type ChildSettings, type Death } from "./child.ts";
import { startPostgres, type Postgres } from "./postgres.ts";
import { prepareStudioDatabase, type StudioDatabase } from "./studio-database.ts";
import {
  studioEnvironment,
  type StudioMode,
  type StudioPorts,
  type StudioUrls,
} from "./studio-environment.ts";
import { claimStudio } from "./studio-lock.ts";
import { keepSecrets } from "./studio-secrets.ts";

export type Studio = {
  readonly postgres: Postgres;
  readonly database: StudioDatabase;
  readonly urls: StudioUrls;
  readonly ports: StudioPorts;
  /** Resolves with whichever of its programs ends first by itself. Nothing is restarted silently. */
  readonly died: Promise<Death>;
  /**
   * `kill -9` to one program and all it started, then the same program again, on the same port; resolves when it answers. Only
   * tests ask for it.
   */
  crash(program: Program): Promise<void>;
  /** Stops everything: the product first, the database last. Safe to call again. */
  stop(): Promise<void>;
};

const programNames = ["sandbox", "booking", "dashboard", "worker"] as const;

/** What runs beside PostgreSQL. */
export type Program = (typeof programNames)[number];

export type StudioOptions = {
  readonly dataDir: string;
  readonly mode: StudioMode;
  readonly choosePorts: () => Promise<StudioPorts>;
  /** Who is there at first: the demo's two studios, or nobody. */
  readonly people: "demo" | "none";
  readonly say: (line: string) => void;
  /** Makes the apps ready to start, beside the preparation of the database: their production build, or nothing. */
  readonly build: () => Promise<unknown>;
  /** Whether what is committed is on the disk before anybody is told. Left out, only tests do without. */
  readonly durability?: "kept" | "throwaway";
  /** Where the two sites are reached from, when something of the caller's stands before them. */
  readonly reachedAt?: Pick<StudioUrls, "booking" | "dashboard">;
  /** What the product's programs are told besides, once it is known where the sites will be. */
  readonly settings?: (urls: StudioUrls) => Promise<Readonly<Record<string, string>>>;
};

const startLimitMs = 120_000;

/**
 * Starts the whole product on this machine and waits until every part answers: PostgreSQL, the sandbox, the booking site, the
 * dashboard, the worker. Throws, with everything stopped again, when one of them does not come up; the error has its last words.
 */
export async function startStudio(options: StudioOptions): Promise<Studio> {
  const { dataDir, mode, people, say, reachedAt } = options;
  const { durability = mode === "test" ? "throwaway" : "kept" } = options;
  mkdirSync(dataDir, { recursive: true });
  const release = claimStudio(dataDir);
  const logs = join(dataDir, "logs");
  rmSync(logs, { recursive: true, force: true });
  const children = new Map<Program, Child>();
  let postgres: Postgres | null = null;
  const stop = async () => {
    await Promise.all([...children.values()].map((child) => child.stop()));
    await postgres?.stop();
    release();
  };

  try {
    const secrets = keepSecrets(dataDir);
    postgres = await startPostgres({
      dataDir: join(dataDir, "postgres"),
      logFile: join(logs, "postgres.log"),
      durability,
    });
    const [database] = await Promise.all([
      prepareStudioDatabase({ postgres, secrets, mode, dataDir, people, say }),
      options.build(),
    ]);
    const ports = await options.choosePorts();
    const usual = studioEnvironment({
      postgres,
      secrets,
      ports,
      mode,
      dataDir,
      caller: process.env,
      ...(reachedAt === undefined ? {} : { reachedAt }),
    });
    const besides = (await options.settings?.(usual.urls)) ?? {};
    const environment = { ...usual, product: { ...usual.product, ...besides } };
    const settings = programs(mode, ports, environment, logs);
    const firstDeath = Promise.withResolvers<Death>();
    const start = (program: Program) => {
      const child = startChild(settings[program]);
      children.set(program, child);
      void child.died.then(firstDeath.resolve);
    };
    for (const program of programNames) start(program);
    void deathOf(postgres).then(firstDeath.resolve);
    const died = firstDeath.promise;
    await Promise.race([
      Promise.all(Object.values(ports).map(answers)),
      died.then(({ name, how, lastWords }) => {
        throw new Error(`The ${name} did not start (${how}). Its last words:\n${lastWords}`);
      }),
    ]);
    const crash = async (program: Program) => {
      await children.get(program)?.kill();
      start(program);
      await answers(ports[program === "worker" ? "workerHealth" : program]);
    };
    return { postgres, database, urls: environment.urls, ports, died, crash, stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

/** How each program is started. */
function programs(
  mode: StudioMode,
  ports: StudioPorts,
  environment: ReturnType<typeof studioEnvironment>,
  logs: string,
): Readonly<Record<Program, ChildSettings>> {
  const app = (name: "booking" | "dashboard"): ChildSettings => {
    const folder = join(checkout, "apps", name);
    const next = createRequire(join(folder, "package.json")).resolve("next/dist/bin/next");
    const verb = mode === "development" ? "dev" : "start";
    return {
      name: name === "booking" ? "booking site" : "dashboard",
      args: [next, verb, "--hostname", "127.0.0.1", "--port", String(ports[name])],
      folder,
      environment: environment.product,
      logFile: join(logs, `${name}.log`),
    };
  };
  return {
    sandbox: {
      name: "sandbox",
      args: ["src/main.ts"],
      folder: join(checkout, "tooling/sandbox"),
      environment: environment.sandbox,
      logFile: join(logs, "sandbox.log"),
    },
    booking: app("booking"),
    dashboard: app("dashboard"),
    worker: {
      name: "worker",
      // tsx, because the messages it renders are written in JSX, which plain Node does not read.
      args: [...(mode === "development" ? ["--watch"] : []), "--import", "tsx", "src/main.ts"],
      folder: join(checkout, "apps/worker"),
      environment: environment.product,
      logFile: join(logs, "worker.log"),
    },
  };
}

/** Resolves once a program says that it is well. */
async function answers(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}/api/health`;
  let last = "nothing";
  for (const limit = Date.now() + startLimitMs; Date.now() < limit; await delay(100)) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(20_000) }).catch(() => null);
    if (answer?.ok) return;
    if (answer !== null) last = `${answer.status} ${await answer.text()}`;
  }
  throw new Error(`${url} did not get well within two minutes. Its last answer: ${last}`);
}

async function deathOf(postgres: Postgres): Promise<Death> {
  return { name: "database", how: "it ended", lastWords: await postgres.ended };
}
