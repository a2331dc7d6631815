import type { Passwords, PostgresRole } from "@quietroom/local/postgres";

/** How a test file reaches the PostgreSQL that the run started. */
export type TestServer = { readonly port: number; readonly passwords: Passwords };

declare module "vitest" {
  // Merging with vitest's own interface is how it lets a project name what it provides.
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** The database that is copied for each test file: roles, every migration, the clock that can be moved, and no row. */
export const templateDatabase = "template_quietroom";

/** A connection string for one role and database of the test server. */
export function testUrl(server: TestServer, role: PostgresRole, database: string): string {
  return `postgres://${role}:${server.passwords[role]}@127.0.0.1:${server.port}/${database}`;
}
