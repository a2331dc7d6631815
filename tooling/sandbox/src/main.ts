import path from "node:path";
import { z } from "zod";
import { startSandbox } from "./start-sandbox.ts";

const environment = z.object({
  QUIETROOM_MODE: z.string().default(""),
  NODE_ENV: z.string().default(""),
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(3002),
  SANDBOX_DATA: z.string().default(path.resolve(".data", "sandbox")),
  SANDBOX_DATABASE_URL: z.string().optional(),
  SANDBOX_SIGN_INS: z.string().optional(),
  SANDBOX_WEBHOOK_URL: z.url().optional(),
  SANDBOX_WEBHOOK_SECRET: z.string().optional(),
  SANDBOX_TEXTS_URL: z.url().optional(),
  SANDBOX_TEXTS_TOKEN: z.string().optional(),
  SANDBOX_TEXTS_ACCOUNT: z.string().optional(),
});

const env = environment.parse(process.env);
const { SANDBOX_WEBHOOK_URL: url, SANDBOX_WEBHOOK_SECRET: secret } = env;
const { SANDBOX_TEXTS_URL: texts, SANDBOX_TEXTS_TOKEN: token, SANDBOX_TEXTS_ACCOUNT: account } = env;

try {
  // A process that was told twice what it is believes the graver word.
  const sandbox = await startSandbox({
    port: env.SANDBOX_PORT,
    dataDir: env.SANDBOX_DATA,
    mode: env.NODE_ENV === "production" ? "production" : env.QUIETROOM_MODE,
    ...(env.SANDBOX_SIGN_INS === undefined ? {} : { signIns: env.SANDBOX_SIGN_INS }),
    ...(url === undefined || secret === undefined ? {} : { webhook: { url, secret } }),
    ...(texts === undefined || token === undefined || account === undefined
      ? {}
      : { textWebhook: { url: texts, token, account } }),
    ...(env.SANDBOX_DATABASE_URL === undefined ? {} : { databaseUrl: env.SANDBOX_DATABASE_URL }),
  });
  console.log(`sandbox ready ${sandbox.url}`);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => void sandbox.stop());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
