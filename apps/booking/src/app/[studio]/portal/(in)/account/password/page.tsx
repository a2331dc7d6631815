import { PageHeader } from "@quietroom/ui/blocks/page-header";
import Link from "next/link";
import { removePassword, setPassword } from "../../../../../../features/portal-password/actions.ts";
import { PasswordForm } from "../../../../../../features/portal-password/password-form.tsx";
import { asClient, clientCaller } from "../../../../../../server/portal.ts";
import { loadStudio } from "../../../../../../server/studio.ts";

/** A client's own password: added, changed or taken away. */
export default async function OwnPasswordPage({
  params,
}: {
  readonly params: Promise<{ readonly studio: string }>;
}) {
  const { slug } = await loadStudio((await params).studio);
  const caller = await clientCaller();
  const { password, app } = await asClient(slug, () => caller.portal.factors({ studio: slug }));
  return (
    <div className="grid max-w-3xl gap-10">
      <PageHeader
        linkAs={Link}
        back={{ href: `/${slug}/portal/account`, label: "My account" }}
        title={password === "none" ? "Add a password" : "Your password"}
        description="The way in by email goes on working. Saving signs you out everywhere else, and we tell you by email."
      />
      <PasswordForm action={setPassword.bind(null, slug)} kind="set" has={password} app={app} />
      {password === "none" ? null : (
        <section aria-labelledby="remove" className="grid gap-4">
          <h2 id="remove" className="display text-2xl">
            Remove the password
          </h2>
          <PasswordForm action={removePassword.bind(null, slug)} kind="remove" has={password} app={app} />
        </section>
      )}
    </div>
  );
}
