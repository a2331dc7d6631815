import type { DocumentKind } from "@quietroom/domain/records";

export type DemoDocument = { readonly kind: DocumentKind; readonly body: string };

/** What the clients of one of the demo's studios accept. Invented, and no model for a real studio's. */
export const stillwaterDocuments: readonly DemoDocument[] = [
  {
    kind: "terms",
    body: `Stillwater is two rooms and four people. These are the few things we ask of each other.

## Your session

Come as you are, five minutes early. Tell us about injuries, pregnancy and anything that hurts: what we do follows from it.

## Changing your mind

You can cancel or move a session online until 24 hours before. After that, ring us:

- if we can give the hour to somebody else, nothing is owed
- if we cannot, half the price is due

## What we are not

We are not doctors. Nothing we do replaces medical care, and we say so when we think you need some.`,
  },
  {
    kind: "privacy",
    body: `We keep what we need to see you, and nothing else.

## What we keep

- your name, date of birth, email and telephone number
- your sessions and what you agreed to

## Who sees it

The people who work at Stillwater. We sell nothing and share nothing, unless the law makes us.

## What you can do

In the portal you read everything we keep of you, take it along as a file, and ask us to correct it.`,
  },
];
