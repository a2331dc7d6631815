import { isConnectionFailure, openDatabase } from "@quietroom/db";

/**
 * Why the role that `databaseUrl` signs in as must not serve anyone, in words for whoever starts the process; null when it may, and when
 * there is no database to ask yet: each process asks again before its first transaction.
 */
export async function privilegedRole(databaseUrl: string): Promise<string | null> {
  const db = openDatabase({ connectionString: databaseUrl, poolSize: 1 });
  try {
    await db.assertUnprivileged();
    return null;
  } catch (error) {
    if (isConnectionFailure(error)) return null;
    return error instanceof Error ? error.message : String(error);
  } finally {
    await db.close();
  }
}
