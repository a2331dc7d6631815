import type { LogFields } from "@quietroom/api";

/** One line of JSON a happening: a code and ids. There is no parameter for free text. */
function line(level: "info" | "warn" | "error") {
  return (code: string, fields: LogFields = {}) => {
    process.stdout.write(
      `${JSON.stringify({ level, at: new Date().toISOString(), app: "dashboard", code, ...fields })}\n`,
    );
  };
}

export const log = { info: line("info"), warn: line("warn"), error: line("error") };
