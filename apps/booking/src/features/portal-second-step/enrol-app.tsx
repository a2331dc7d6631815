import { QrCode } from "@quietroom/ui/blocks/qr-code";

/** The secret to put into an authenticator app, for its camera and for typing. */
export function EnrolApp({ secret, uri }: { readonly secret: string; readonly uri: string }) {
  return (
    <div className="grid gap-4">
      <p className="max-w-[58ch]">
        Open an authenticator app on your phone, scan this code with it, or type the key into it. Then enter
        the six digits that the app shows.
      </p>
      <QrCode text={uri} label="QR code with the key below, for an authenticator app" />
      <dl className="grid gap-1">
        <dt className="text-muted text-sm">Key</dt>
        <dd className="figures select-all break-words font-medium" translate="no">
          {secret.match(/.{1,4}/g)?.join(" ")}
        </dd>
      </dl>
    </div>
  );
}
