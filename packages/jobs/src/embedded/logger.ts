/** A fact for the log: a closed code and ids or counts. There is no room for free text, so no client's words get in. */
export type JobsLogger = {
  info(code: string, fields?: LogFields): void;
  warn(code: string, fields?: LogFields): void;
  error(code: string, fields?: LogFields): void;
};
export type LogFields = Readonly<Record<string, string | number>>;

/** The name of an error's class and, from PostgreSQL or the network, its code: all that a log may say about an error. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return { error: error.name, errorCode: code };
}
