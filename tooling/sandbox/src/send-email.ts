import { z } from "zod";

const address = /^[^\s@<>",;:()[\]\\]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i;
const named = /^[^<>\r\n]*<([^<>]+)>$/;

/** The bare address of `a@b.example` or `Name <a@b.example>`; null when it is neither. */
function bareAddress(mailbox: string): string | null {
  const bare = named.exec(mailbox)?.[1] ?? mailbox;
  return bare.length <= 254 && address.test(bare) ? bare : null;
}

const mailbox = z
  .string()
  .refine(
    (text) => bareAddress(text) !== null,
    "Invalid address. Use `email@example.com` or `Name <email@example.com>`.",
  );
const mailboxes = z.union([mailbox, z.array(mailbox).min(1).max(50)]);
const oneLine = z.string().refine((text) => !/[\r\n]/.test(text), "A line break is not allowed.");
const tagWord = z.string().regex(/^[\w-]{1,256}$/, "Use ASCII letters, digits, underscores and dashes.");

const attachment = z
  .strictObject({
    content: z.base64().optional(),
    path: z.url().optional(),
    filename: oneLine.min(1).optional(),
    content_type: oneLine.optional(),
    content_id: oneLine.max(128).optional(),
  })
  .refine((file) => (file.content === undefined) !== (file.path === undefined), "Give `content` or `path`.");

/**
 * The body of Resend's `POST /emails` as its description names it, and nothing beside it. Stored templates are left out:
 * the product renders its own messages.
 */
export const sendEmail = z
  .strictObject({
    from: mailbox,
    to: mailboxes,
    subject: oneLine.min(1),
    cc: mailboxes.optional(),
    bcc: mailboxes.optional(),
    reply_to: mailboxes.optional(),
    html: z.string().optional(),
    text: z.string().optional(),
    headers: z.record(z.string().regex(/^[\w-]+$/), oneLine).optional(),
    scheduled_at: z.string().optional(),
    attachments: z.array(attachment).optional(),
    tags: z.array(z.strictObject({ name: tagWord, value: tagWord })).optional(),
    topic_id: z.string().optional(),
  })
  .refine((email) => email.html !== undefined || email.text !== undefined, "Missing `html` or `text` field.");

export type SendEmail = z.infer<typeof sendEmail>;

/** Every address a message goes to, in lower case and without names. */
export function recipientsOf(email: SendEmail): readonly string[] {
  return listed(email.to).map((each) => (bareAddress(each) ?? each).toLowerCase());
}

/** One or several mailboxes, as a list. */
export function listed(mailboxes: string | readonly string[] | undefined): readonly string[] {
  if (mailboxes === undefined) return [];
  return typeof mailboxes === "string" ? [mailboxes] : mailboxes;
}
