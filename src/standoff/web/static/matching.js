// Which rows of the case a part of a document tells of: documents name them by id, and no id holds a blank.

/** The ids in a text of ids, [] where there is none. */
export const idsIn = (text) => (text ? text.split(" ") : []);

/** The text of ids of what a drawn mark shows, "" where it tells of no row. */
export const rowsOfDatum = (datum) => (typeof datum?.evidence === "string" ? datum.evidence : "");

/** What each row weighs, by id, as the timeline tells it; an echo has no weight of its own. */
export function weightsOf(timeline) {
  return new Map(timeline.filter((datum) => datum.kind === "evidence").map((datum) =>
    [idsIn(datum.evidence)[0], { decibans: datum.decibans, words: datum.weight }]));
}
