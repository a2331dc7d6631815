"use client";

import { setNonce } from "get-nonce";
import { useEffect } from "react";

/**
 * Once, before everything else on a site that opens dialogs: what stops the page behind a dialog from scrolling is a style element
 * written by the browser, and the page's policy lets it count only with the document's own nonce.
 */
export function StyleNonce() {
  useEffect(() => {
    const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
    if (nonce !== undefined && nonce !== "") setNonce(nonce);
  }, []);
  return null;
}
