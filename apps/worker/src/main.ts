import { createEmailNotifier, createTextNotifier } from "@quietroom/integrations";
import { openAuditPlace } from "@quietroom/integrations/audit-place";
import { textAccount } from "@quietroom/web/text-settings";
import { openKeyServices } from "@quietroom/integrations/key-services";
import { JobsRefused, openJobs } from "@quietroom/jobs";
import type { Server } from "node:http";
import { type Env, readEnv } from "./env.ts";
import { openHealthServer } from "./health-server.ts";
import { createLog } from "./log.ts";

/** How long a stop waits for steps under way; the job engine picks up whatever is cut off. */
const drainMs = 25_000;

const log = createLog();
const failed = (code: string) => (error: unknown) => {
  log.error(code, { error: error instanceof Error ? error.name : typeof error });
  process.exit(1);
};
process.on("uncaughtException", failed("worker_crashed"));
process.on("unhandledRejection", failed("worker_crashed"));

/** The composition root of the worker: real adapters, the job engine and the relay that feeds it. */
async function main(env: Env): Promise<void> {
  const account = textAccount(env);
  const jobs = await openJobs({
    mode: env.jobsMode,
    databaseUrl: env.DATABASE_URL,
    linkKey: Buffer.from(env.QUIETROOM_LINK_KEY, "base64"),
    ...(await openKeyServices(env.keySettings)),
    auditKey: Buffer.from(env.QUIETROOM_AUDIT_KEY, "base64"),
    ...(await openAuditPlace(env.auditPlace)),
    bookingUrl: env.BOOKING_URL,
    dashboardUrl: env.DASHBOARD_URL,
    sender: createEmailNotifier({
      apiKey: env.RESEND_API_KEY,
      baseUrl: env.RESEND_BASE_URL,
      from: env.RESEND_FROM,
    }),
    ...(account === null ? {} : { texter: createTextNotifier({ ...account, baseUrl: env.TWILIO_BASE_URL }) }),
    log,
  });
  await jobs.start();
  const server = await openHealthServer({
    jobs,
    metricsToken: env.WORKER_METRICS_TOKEN,
    host: env.WORKER_HOST,
    port: env.WORKER_HEALTH_PORT,
  });
  log.info("worker_ready", { jobs: jobs.mode, mode: env.QUIETROOM_MODE, port: portOf(server.address()) });

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info("worker_stopping", { signal });
    setTimeout(failed("worker_stop_timed_out"), drainMs).unref();
    server.close();
    server.closeAllConnections();
    await jobs.close();
    log.info("worker_stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.on(signal, () => void stop(signal).catch(failed("worker_stop_failed")));
  }
}

function portOf(address: ReturnType<Server["address"]>): number | null {
  return typeof address === "object" && address !== null ? address.port : null;
}

function environment(): Env {
  try {
    return readEnv();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : "The worker cannot start."}\n`);
    process.exit(1);
  }
}

await main(environment()).catch((error: unknown) => {
  if (error instanceof JobsRefused) process.stderr.write(`The worker cannot start. ${error.message}\n`);
  failed("worker_start_failed")(error);
});
