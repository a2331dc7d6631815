/** A location's address on one line, as it is shown and sent: "12 Bank St, New York, NY 10014". */
export function locationAddress(location: {
  readonly addressLine: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
}): string {
  const { addressLine, city, region, postalCode } = location;
  return [addressLine, city, [region, postalCode].filter((part) => part !== "").join(" ")].join(", ");
}
