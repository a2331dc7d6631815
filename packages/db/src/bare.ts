import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client.ts";

/**
 * Prisma as it comes, with no tenant and no transaction around a query: what the benchmark of the wrapper compares with. A fence keeps
 * every other room from it, and signed in as quietroom_app it sees no row of anybody.
 */
export function bareClient(connectionString: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString, max: 10 }) });
}
