import {
  checkHealth,
  countWork,
  type Health,
  type MessagesCounted,
  openRuntime,
  type Runtime,
  studiosWaiting,
} from "@quietroom/services";
import { createAuditSigner } from "@quietroom/services/evidence";
import type { AnchorLog, ArchiveStore, KeyService, Logger, MessageSender } from "@quietroom/services/ports";
import type { RelayedEvent } from "@quietroom/services/relay-outbox";
import { serve } from "inngest/edge";
import { beginAtServer } from "./begin-at-server.ts";
import { createJobsClient, type JobFunctions, type JobsClient } from "./client.ts";
import {
  askToRegister,
  createEmbeddedEngine,
  refuseUnsupportedJobs,
  type RunFigures,
} from "./embedded/index.ts";
import { createFunctions, type AuditKeeping } from "./functions/index.ts";
import type { JobsMode } from "./mode.ts";
import { createOutboxRelay } from "./outbox-relay.ts";
import { joinWorkers } from "./presence.ts";

export type Jobs = {
  readonly mode: JobsMode["kind"];
  readonly client: JobsClient;
  /**
   * Starts the engine, where it is ours, and the relay that feeds it; with a server, the relay once that server is ready for it (`beginAtServer`).
   * Throws `JobsRefused` where workers of the other kind are at work.
   */
  start(): Promise<void>;
  /** Drains: begins nothing new, waits for what is under way, keeps the rest for the next start. */
  stop(): Promise<void>;
  /** True while everything that `start` started is at work. */
  running(): boolean;
  /** Where an Inngest server calls the functions; null in embedded mode, in which nobody may call them from outside. */
  readonly serveHandler: ((request: Request) => Promise<Response>) | null;
  /** What the metrics say, of all studios together: numbers alone. Throws while the database is away. */
  figures(): Promise<JobsFigures>;
  /** For tests: relays what waits and, where the engine is ours, works until nothing is due by the database's clock. */
  settle(): Promise<void>;
};

/** How the work of the whole installation stands. Times in milliseconds. */
export type JobsFigures = {
  /** Null where an Inngest server runs the functions: it counts its own. */
  readonly runs: RunFigures | null;
  /** Events that were written and have not left, in all outboxes, and for how long the oldest has waited. */
  readonly outbox: { readonly waiting: number; readonly oldestMs: number };
  readonly deadLetters: number;
  readonly messages: readonly MessagesCounted[];
};

/** What the worker's health page may tell anyone. */
export type JobsHealth = Health & {
  readonly jobs: JobsMode["kind"];
  readonly relay: "running" | "not_running";
};

/** Jobs with a runtime of their own. */
export type OpenJobs = Jobs & {
  /** Well when the database answers and everything that was started is at work. */
  health(): Promise<JobsHealth>;
  /** Stops, and ends the runtime's connections. */
  close(): Promise<void>;
};

type JobsOptions = {
  readonly mode: JobsMode;
  readonly databaseUrl: string;
  readonly log: Logger;
  /** What the audit is sealed and archived with; without it rows wait to be sealed. */
  readonly auditKeeping?: AuditKeeping;
};

/** The product's functions on a runtime, run by our own engine or by an Inngest server, and the relay that takes events there. */
export function createJobs({
  mode,
  runtime,
  databaseUrl,
  log,
  auditKeeping,
}: JobsOptions & { readonly runtime: Runtime }): Jobs {
  const functions = createFunctions(runtime, auditKeeping ?? null);
  const engine =
    mode.kind === "embedded"
      ? createEmbeddedEngine({ connectionString: databaseUrl, functions, logger: log })
      : null;
  const client = engine?.client ?? createJobsClient(mode, { logger: log });
  const relay = createOutboxRelay({
    runtime,
    databaseUrl,
    log,
    deliver: (events) => send(client, events, mode),
  });
  const serveHandler = mode.kind === "embedded" ? null : serveAt(mode, client, functions);
  let working: { stop(): Promise<void> } | null = null;

  /** Begins with what runs the functions; answers how to take leave of it. */
  async function begin(): Promise<{ stop(): Promise<void> }> {
    if (engine !== null) {
      const presence = await joinWorkers({
        databaseUrl,
        kind: "embedded",
        log,
        onRefused: () => {
          // Not running from here on, so that health says so and whoever watches it starts the worker anew, which says why in words.
          log.error("jobs.refused");
          void relay.stop().then(async () => await engine.stop());
        },
      });
      try {
        await engine.start();
      } catch (error) {
        await presence.end();
        throw error;
      }
      relay.start();
      return {
        async stop() {
          await relay.stop();
          await engine.stop();
          await presence.end(); // one of the workers until its last call has ended
        },
      };
    }
    // Checked in every mode, so that a function that works on a server works without one too.
    await refuseUnsupportedJobs(functions);
    return beginAtServer({
      databaseUrl,
      log,
      register: async () =>
        mode.kind !== "server" ||
        serveHandler === null ||
        (await askToRegister(serveHandler, mode.signingKey)),
      relay,
    });
  }

  return {
    mode: mode.kind,
    client,
    async start() {
      working ??= await begin();
    },
    async stop() {
      const ending = working;
      working = null;
      await ending?.stop();
      await engine?.stop(); // it may have been settled without a start
    },
    running: () => working !== null && relay.running(),
    serveHandler,
    async figures() {
      const studios = await studiosWaiting(runtime);
      return {
        runs: engine === null ? null : await engine.figures(),
        outbox: {
          waiting: studios.reduce((sum, { waiting }) => sum + waiting, 0),
          oldestMs: Math.max(0, ...studios.map(({ oldestMs }) => oldestMs)),
        },
        ...(await countWork(runtime)),
      };
    },
    async settle() {
      do await engine?.settle();
      while ((await relay.relayAll()) > 0);
    },
  };
}

/** The same with a runtime of its own, for apps, which never touch the services themselves. */
export async function openJobs({
  auditKey,
  anchors,
  archives,
  ...settings
}: Omit<JobsOptions, "auditKeeping"> & {
  /** 32 secret bytes, and where the audit's heads and months are kept. */
  readonly auditKey: Uint8Array;
  readonly anchors: AnchorLog;
  readonly archives: ArchiveStore;
  readonly linkKey: Uint8Array;
  readonly keyService: KeyService;
  readonly olderKeyServices: readonly KeyService[];
  readonly bookingUrl: string;
  readonly dashboardUrl: string;
  readonly sender: MessageSender;
  readonly texter?: MessageSender<"sms">;
}): Promise<OpenJobs> {
  const runtime = await openRuntime(settings);
  const auditKeeping = { signer: createAuditSigner(auditKey), anchors, archives };
  const jobs = createJobs({ ...settings, runtime, auditKeeping });
  return {
    ...jobs,
    async health() {
      const health = await checkHealth(runtime);
      const relay = jobs.running() ? "running" : "not_running";
      return { ...health, ok: health.ok && relay === "running", jobs: jobs.mode, relay };
    },
    async close() {
      await jobs.stop();
      await runtime.close();
    },
  };
}

/** Where an Inngest server calls the functions. A real one signs its calls, and is told of no other address than the app's own. */
function serveAt(
  mode: Exclude<JobsMode, { readonly kind: "embedded" }>,
  client: JobsClient,
  functions: JobFunctions,
): (request: Request) => Promise<Response> {
  return serve({
    client,
    functions: [...functions(client)],
    ...(mode.kind === "server" ? { serveOrigin: mode.serveOrigin, enableUnauthedSync: false } : {}),
  });
}

/**
 * The studio and its outbox's id are the event's id: whoever runs the functions knows a repeat by it, and no studio's by another's. A server hands a
 * repeat to `cancelOn` all the same, unless it is dated before the run that it started: so each is dated by when it was written. The engine
 * drops repeats whole.
 */
async function send(client: JobsClient, events: readonly RelayedEvent[], { kind }: JobsMode): Promise<void> {
  await client.send(
    events.map(({ id, name, data, writtenAt }) => ({
      id: `${String(data["tenantId"])}:${id}`,
      name,
      data,
      ...(kind === "embedded" ? {} : { ts: writtenAt }),
    })),
  );
}
