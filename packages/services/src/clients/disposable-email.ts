import { disposableEmailBlocklistSet } from "disposable-email-domains-js";

const domains = disposableEmailBlocklistSet();

/**
 * Whether an email address is of a kind that ends after minutes (BOOK-12): its domain, or one that it lies in, is on the list of those. Addresses
 * that only hide where mail goes are none; they last.
 */
export function isDisposable(email: string): boolean {
  const labels = email.slice(email.lastIndexOf("@") + 1).split(".");
  return labels.some((_, first) => domains.has(labels.slice(first).join(".")));
}
