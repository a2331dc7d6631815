/** What a provider tells of a message after it took it (NOTIF-07). */
export type DeliveryReport =
  | { readonly kind: "delivered" }
  /** It came back. `for_good`: no message will ever arrive at that address; `for_now`: a full mailbox, for one. */
  | { readonly kind: "came_back"; readonly bounce: "for_good" | "for_now" }
  /** Its recipient called it unwanted. */
  | { readonly kind: "complained" };

/**
 * Why nothing more is sent to an address after such a report, or null where it goes on: providers close the account of whoever keeps writing
 * to addresses that do not exist, or to people who called it unwanted.
 */
export function stopsAddress(report: DeliveryReport): "came_back" | "complained" | null {
  if (report.kind === "complained") return "complained";
  return report.kind === "came_back" && report.bounce === "for_good" ? "came_back" : null;
}
