/** A length that a service can have, in whole minutes, and what it costs then, in minor units. */
export type ServiceLength = { readonly durationMin: number; readonly priceMinor: number };

/** A service as it is kept: its usual length, and those it may have besides. */
type ServiceLengths = ServiceLength & { readonly moreLengths: readonly ServiceLength[] };

/** Every length of a service, the shortest first. */
export function lengthsOf({ durationMin, priceMinor, moreLengths }: ServiceLengths): ServiceLength[] {
  return [{ durationMin, priceMinor }, ...moreLengths].toSorted((a, b) => a.durationMin - b.durationMin);
}

/** The length that was asked for, the usual one where none was; null when the service has no such length (ec-C3). */
export function chosenLength(service: ServiceLengths, asked: number | undefined): ServiceLength | null {
  return lengthsOf(service).find(({ durationMin }) => durationMin === (asked ?? service.durationMin)) ?? null;
}

/** Whether two lengths of a service are the same, so that nobody could say which of their prices holds. */
export function repeatsLength(service: ServiceLengths): boolean {
  const lengths = lengthsOf(service).map(({ durationMin }) => durationMin);
  return new Set(lengths).size < lengths.length;
}
