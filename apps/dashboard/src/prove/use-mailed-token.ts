import { useSyncExternalStore } from "react";

/**
 * The token of the mailed link that this page was opened by: what stands behind the "#", which no server is sent. Undefined until the
 * page runs in the browser, empty when there is none.
 */
export function useMailedToken(): string | undefined {
  return useSyncExternalStore(followHash, () => window.location.hash.slice(1), noToken);
}

function followHash(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

/** On the server there is no "#". */
function noToken(): undefined {
  return undefined;
}
