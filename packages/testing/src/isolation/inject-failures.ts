import pg from "pg";

/**
 * Makes a share of all statements fail at the driver, below everything of ours: a third each is refused by the database, never
 * sent, or loses its connection. Nothing fails before `begin`; `end` puts the driver back and tells how many did.
 */
export function injectFailures(options: { readonly rate: number; readonly random: () => number }): {
  begin(): void;
  end(): number;
} {
  const { rate, random } = options;
  const send: (this: pg.ClientBase, ...request: readonly unknown[]) => unknown = pg.Client.prototype.query;
  const state = { failing: false, injected: 0 };
  define(function query(...request) {
    if (!state.failing || !isStatement(request[0]) || random() >= rate) return send.call(this, ...request);
    state.injected += 1;
    const kind = Math.floor(random() * 3);
    if (kind === 0) return send.call(this, { text: "select 1 / 0", values: [] });
    if (kind === 1) return Promise.reject(new Error("the statement was lost"));
    return cut(this).then(() => send.call(this, ...request));
  });
  return {
    begin() {
      state.failing = true;
    },
    end() {
      state.failing = false;
      define(send);
      return state.injected;
    },
  };
}

function define(query: (this: pg.ClientBase, ...request: readonly unknown[]) => unknown): void {
  Object.defineProperty(pg.Client.prototype, "query", { writable: true, configurable: true, value: query });
}

async function cut(client: pg.ClientBase): Promise<void> {
  if (client instanceof pg.Client) await client.end();
}

/** Prisma's requests have this shape; a transaction's BEGIN is plain text by then. */
function isStatement(request: unknown): boolean {
  return (
    (typeof request === "object" && request !== null && "text" in request) || typeof request === "string"
  );
}
