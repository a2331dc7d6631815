import type { Page } from "@playwright/test";

/** What a page says while it is open that no page of ours should: dialogs, and refusals of its policy as the browser reports them. */
export function hearScripts(page: Page): string[] {
  const heard: string[] = [];
  page.on("dialog", (dialog) => {
    heard.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (/Content Security Policy|Permissions policy/i.test(message.text())) heard.push(message.text());
  });
  return heard;
}

/** What is written where a name or a reason belongs, each a way out of another corner of a page. Short enough for the shortest field. */
export const scripts = [
  `"><img src=x onerror=alert(1)><script>alert(2)</script>`,
  "'-alert(3)-'`${alert(4)}`</script><svg/onload=alert(5)>",
  `</title></textarea></style><iframe src=javascript:alert(6)>`,
  `javascript:alert(7)//"onfocus="alert(8)"autofocus="`,
  `{{constructor.constructor('alert(9)')()}}<!--<a href=data:,x>`,
  `<math><mi//xlink:href="data:x,<script>alert(10)</script>">`,
] as const;
