import type { ClientOutput } from "@quietroom/api/client";
import { Button } from "@quietroom/ui/primitives/button";
import Link from "next/link";

/** What a client has besides the way in by mail, each with the page that changes it. */
export function HowToSignIn({
  factors: { password, app, recoveryCodesLeft, studio },
  accountHref,
}: {
  readonly factors: ClientOutput["portal"]["factors"];
  readonly accountHref: string;
}) {
  const left = recoveryCodesLeft === 1 ? "1 recovery code" : `${recoveryCodesLeft} recovery codes`;
  const required = studio === "required" ? " This studio asks everyone for one." : "";
  const ways = [
    {
      name: "By email",
      about: "A link and a code to the address on your record. Call the studio to change it.",
      change: null,
    },
    {
      name: "Password",
      about: password === "set" ? "You have one." : "None. Add one if you sign in often.",
      change: {
        href: `${accountHref}/password`,
        label: password === "set" ? "Change or remove" : "Add",
        what: "password",
      },
    },
    {
      name: "Second step",
      about:
        app === "set_up"
          ? `An authenticator app, and ${left}.${required}`
          : `None. With an authenticator app, nobody who reads your email gets in.${required}`,
      change: {
        href: `${accountHref}/second-step`,
        label: app === "set_up" ? "Change" : "Set up",
        what: "second step",
      },
    },
  ];
  return (
    <section aria-labelledby="ways" className="grid justify-items-start gap-4">
      <h2 id="ways" className="display text-2xl">
        How you sign in
      </h2>
      <ul className="grid w-full divide-y divide-line rounded-xl border border-line bg-raised">
        {ways.map(({ name, about, change }) => (
          <li key={name} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-4">
            <div className="grid min-w-0 flex-1 basis-56 gap-0.5">
              <p className="font-medium">{name}</p>
              <p className="text-muted text-sm">{about}</p>
            </div>
            {change === null ? null : (
              <Button asChild size="sm" variant="secondary">
                <Link href={change.href} prefetch={false}>
                  {change.label}
                  <span className="sr-only"> {change.what}</span>
                </Link>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
