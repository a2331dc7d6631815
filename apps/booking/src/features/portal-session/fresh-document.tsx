"use client";

import { useEffect } from "react";

/**
 * Loads the door anew when a page inside led here without a new document: what that page was made of would still stand in this one,
 * for whoever sits down next and looks at its source. A document that was loaded here has nothing of anybody.
 */
export function FreshDocument() {
  useEffect(() => {
    const [loaded] = performance.getEntriesByType("navigation");
    if (loaded !== undefined && new URL(loaded.name).pathname !== window.location.pathname)
      window.location.reload();
  }, []);
  return null;
}
