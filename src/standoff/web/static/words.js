// Words for the values of the format, as an analyst says them.

export const SIDES = [["order_giver", "the order-giver"], ["challenger", "the challenger"], ["neutral", "neither"],
  ["mixed", "both sides"]];
export const TIERS = [["none", "not of the forces"], ["command", "command"], ["officers", "officers"], ["unit", "a unit"],
  ["troops", "troops"]];
export const SCOPES = [["national", "the whole country"], ["capital", "the capital"], ["provincial", "a province"],
  ["abroad", "abroad"]];
export const CONFIDENCES = [["high", "high"], ["medium", "medium"], ["low", "low"]];
export const MODALITIES = [["done", "done"], ["denied", "denied"], ["planned", "planned"], ["hypothetical", "only supposed"]];
export const STATUSES = [["accepted", "accepted"], ["draft", "draft"], ["retracted", "retracted"]];
export const BOUNDS = [["exact", "exactly"], ["at_least", "at least"], ["at_most", "at most"], ["about", "about"]];
export const GRADES = [["", "not graded"], ["A", "A reliable"], ["B", "B usually reliable"], ["C", "C fairly reliable"],
  ["D", "D not usually reliable"],
  ["E", "E unreliable"], ["F", "F cannot be judged"], ["G", "G deceives by design"]];
export const KINDS = ["army", "navy", "air_force", "gendarmerie", "police", "guard", "intelligence", "paramilitary",
  "foreign_troops"].map((kind) => [kind, plain(kind)]);
export const REGIMES = ["personalist", "party", "military", "monarchy", "hybrid", "democracy"].map((kind) => [kind, kind]);
export const ORDERS = [["arrest_leader", "arrest the leader"], ["mass_arrest", "make mass arrests"],
  ["clear_crowd", "clear the crowd"], ["shoot", "shoot"]];

/** A name of the format in words: underscores are spaces. */
export function plain(name) {
  return String(name ?? "").replaceAll("_", " ");
}

/** The words for a value of a list of pairs. */
export function wordsFor(pairs, value) {
  return pairs.find(([key]) => key === value)?.[1] ?? plain(value);
}

/** Codes as pairs, from the server's list. */
export function codePairs(codes) {
  return (codes ?? []).map(({ code }) => [code, plain(code)]);
}

/** What a code means, where the server says so. */
export function codeMeaning(codes, code) {
  return (codes ?? []).find((one) => one.code === code)?.meaning ?? "";
}

/** Orders as pairs, from the server's list where it gives one. */
export function orderPairs(orders) {
  return orders?.length ? orders.map((one) => [one.order, one.words]) : ORDERS;
}

/** "1 row", "3 rows". */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
}
