import type { MessageTemplate } from "./message-content.ts";

/** What also goes by text message to whoever wants it (NOTIF-04). Everything else goes by email alone. */
const textedTemplates = [
  "appointment-confirmation",
  "appointment-reminder",
  "appointment-rescheduled",
  "appointment-cancelled",
  "waitlist-offer",
] as const satisfies readonly MessageTemplate[];

export type TextedTemplate = (typeof textedTemplates)[number];

/** Whether a message also goes by text. */
export function isTexted<Content extends { readonly template: MessageTemplate }>(
  content: Content,
): content is Extract<Content, { readonly template: TextedTemplate }> {
  return textedTemplates.some((template) => template === content.template);
}
