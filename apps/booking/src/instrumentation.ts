/** Runs once when the server starts: a wrong environment ends it with one message, before the first visitor finds out. */
export async function register(): Promise<void> {
  // Written out as Next documents it, so that its other runtime never sees the import.
  if (process.env["NEXT_RUNTIME"] === "nodejs") {
    const [{ endOnWrongEnv }, { notePeers }] = await Promise.all([
      import("./server/end-on-wrong-env.ts"),
      import("@quietroom/web/note-peer"),
    ]);
    notePeers();
    await endOnWrongEnv();
  }
}
