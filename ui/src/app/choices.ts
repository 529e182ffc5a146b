// Units of cost and time zones to choose from.
export const currencies: [string, string][] = [
  ["GBP", "Pounds sterling (GBP)"],
  ["EUR", "Euros (EUR)"],
  ["USD", "US dollars (USD)"],
  ["CHF", "Swiss francs (CHF)"],
  ["SEK", "Swedish kronor (SEK)"],
  ["NOK", "Norwegian kroner (NOK)"],
  ["DKK", "Danish kroner (DKK)"],
  ["PLN", "Polish złoty (PLN)"],
  ["CAD", "Canadian dollars (CAD)"],
  ["AUD", "Australian dollars (AUD)"],
  ["JPY", "Japanese yen (JPY)"],
  ["INR", "Indian rupees (INR)"],
  ["BRL", "Brazilian reais (BRL)"],
  ["user-minutes", "Minutes of users' time"],
];

/** Zones that the browser knows, the given one among them. */
export function zones(own: string): string[] {
  const known = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set([own, "UTC", ...known])];
}
