import type { Labels } from "@opencode-kit/react";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const STATES: Readonly<Record<string, string>> = {
  pending: "Wird vorbereitet",
  running: "Läuft",
  waiting: "Braucht Ihre Antwort",
  completed: "Fertig",
  denied: "Abgelehnt",
  interrupted: "Unterbrochen",
  error: "Fehlgeschlagen",
};

/** Tool cards in German. */
export const germanTools = {
  toolState: (state) => STATES[state] ?? state,
  toolInput: "Eingabe",
  toolOutput: "Ausgabe",
  toolInvalidTarget: (tool) => `Das Modell hat ${tool === "" ? "ein Werkzeug" : `„${tool}“`} falsch aufgerufen`,
  toolViewFailed: "Diese Ansicht des Werkzeugs ist ausgefallen und weggelassen.",
  partViewFailed: "Dieser Teil war nicht zu zeigen.",
  lineRange: (from, to) => (from === to ? `Zeile ${from}` : `Zeilen ${from}–${to}`),
  linesFrom: (from) => `ab Zeile ${from}`,
  linesOfTotal: (total) => `von ${total}`,
  linesCount: (count) => plural(count, "Zeile", "Zeilen"),
  searchedFor: (pattern) => `„${pattern}“`,
  searchedIn: (path) => `in ${path}`,
  matchesCount: (count, isMore) =>
    count === 0 ? "keine Treffer" : isMore ? `${count}+ Treffer` : plural(count, "Treffer", "Treffer"),
  foundFiles: (count, isMore) =>
    count === 0 ? "keine Dateien" : isMore ? `${count}+ Dateien` : plural(count, "Datei", "Dateien"),
  showMore: (count) => `${count} weitere zeigen`,
  openPage: (host) => `${host} in einem neuen Tab öffnen`,
  noAnswer: "Keine Antwort",
} satisfies Partial<Labels>;
