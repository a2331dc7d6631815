import { type KeySettings, keySettings } from "@quietroom/vault";
import { limitSettings } from "@quietroom/web/limit-settings";
import { originRefusal } from "@quietroom/web/public-origin";
import { z } from "zod";

const schema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: "set it to the quietroom_app role's connection, postgresql://quietroom_app:…@host/quietroom",
  }),
  QUIETROOM_MODE: z.enum(["demo", "development", "test", "production"], {
    error: 'set it to "production" on a real server',
  }),
  QUIETROOM_LINK_KEY: z
    .base64({ error: "set it to 32 random bytes in base64 (openssl rand -base64 32)" })
    .refine((text) => Buffer.from(text, "base64").length >= 32, "32 bytes or more (openssl rand -base64 32)"),
  BOOKING_URL: z.url({ error: "set it to this site's public origin, such as https://book.example.com" }),
  DASHBOARD_URL: z.url({ error: "set it to the dashboard's origin, such as https://app.example.com" }),
  SANDBOX_URL: z.url({ error: "leave it out on a real server" }).optional(),
  ...limitSettings,
});

const settings = schema.superRefine(({ QUIETROOM_MODE: mode, ...env }, context) => {
  const wrong = (name: keyof typeof env, message: string) =>
    context.addIssue({ code: "custom", path: [name], message });
  // AUTH-12: the sandbox shows everybody's mail and codes.
  if (mode === "production" && env.SANDBOX_URL !== undefined)
    wrong("SANDBOX_URL", "leave it out on a real server, where the sandbox would open every account");
  for (const name of ["BOOKING_URL", "DASHBOARD_URL"] as const) {
    const refusal = originRefusal(mode, env[name]);
    if (refusal !== null) wrong(name, refusal);
  }
});

export type Env = z.infer<typeof schema> & { readonly keySettings: KeySettings };

/** Reads the environment once, at start. Throws one error that names every variable that is wrong and what to do. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const parsed = settings.safeParse(source);
  const keys = keySettings(source, { production: source["QUIETROOM_MODE"] === "production" });
  if (parsed.success && keys.ok) return { ...parsed.data, keySettings: keys.value };
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `  ${issue.path.join(".")}: ${issue.message}`),
    ...(keys.ok ? [] : keys.refusals.map(({ name, message }) => `  ${name}: ${message}`)),
  ];
  throw new Error(
    `The booking site cannot start. Correct these variables (see .env.example):\n${problems.join("\n")}`,
  );
}
