import type { Logger } from "@quietroom/jobs";
import pino from "pino";

/** One line of JSON a happening: a code and ids. There is no parameter for free text. */
export function createLog(destination?: pino.DestinationStream): Logger {
  const logger = pino(
    {
      base: { app: "worker" },
      messageKey: "code",
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (level) => ({ level }) },
    },
    destination ?? pino.destination({ sync: true }),
  );
  return {
    info: (code, fields = {}) => logger.info(fields, code),
    warn: (code, fields = {}) => logger.warn(fields, code),
    error: (code, fields = {}) => logger.error(fields, code),
  };
}
