import type { Labels } from "@opencode-kit/react";
import { germanRun } from "./germanRun.ts";
import { germanSteering } from "./germanSteering.ts";
import { germanStandIns } from "./germanStandIns.ts";
import { germanTools } from "./germanTools.ts";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const STATUS: Readonly<Record<string, string>> = {
  queued: "Eingereiht",
  starting: "Startet",
  working: "Arbeitet",
  waiting: "Wartet auf Sie",
  stopping: "Hält an",
  complete: "Fertig",
  error: "Fehlgeschlagen",
  aborted: "Angehalten",
};

const TOOLS: Readonly<Record<string, string>> = {
  apply_patch: "Patch",
  bash: "Ausführen",
  edit: "Ändern",
  glob: "Dateien finden",
  grep: "Suchen",
  list: "Auflisten",
  invalid: "Kein gültiger Aufruf",
  question: "Fragen",
  read: "Lesen",
  skill: "Fertigkeit laden",
  task: "Delegieren",
  todoread: "Aufgaben lesen",
  todowrite: "Planen",
  webfetch: "Abrufen",
  websearch: "Im Netz suchen",
  write: "Schreiben",
};

const PERMISSIONS: Readonly<Record<string, string>> = {
  bash: "Diesen Befehl ausführen?",
  edit: "Diese Änderung machen?",
  external_directory: "Außerhalb des Arbeitsordners zugreifen?",
  webfetch: "Diese Adresse öffnen?",
};

const FILES: Readonly<Record<string, string>> = {
  added: "Neu",
  modified: "Geändert",
  deleted: "Gelöscht",
  renamed: "Umbenannt",
};

const TODOS: Readonly<Record<string, string>> = {
  pending: "offen",
  in_progress: "in Arbeit",
  completed: "erledigt",
  cancelled: "aufgegeben",
};

/** All of the kit's words in German. A word that is missing here is a type error. */
export const germanLabels: Labels = {
  ...germanSteering,
  ...germanStandIns,
  ...germanTools,
  ...germanRun,

  run: "Lauf des Agenten",
  runStatus: (status) => STATUS[status] ?? status,
  runStatusAnnouncement: (status) => `Agent: ${STATUS[status] ?? status}`,
  untitledRun: "Neuer Lauf",
  stop: "Anhalten",
  stopping: "Hält an …",
  tokens: (count) => `${count} Tokens`,
  tokensDetail: (input, output, cached) => `${input} hinein, ${output} heraus, ${cached} aus dem Zwischenspeicher`,

  find: "In diesem Lauf suchen",
  findPlaceholder: "Suchen",
  found: (at, count) => (count === 0 ? "Nichts gefunden" : `${at} von ${count}`),
  findNext: "Nächste Fundstelle",
  findPrevious: "Vorige Fundstelle",
  findClose: "Suche schließen",
  transcript: "Verlauf",
  jumpToEnd: "Zum Ende",
  you: "Sie",
  emptyTitle: "Noch nichts da",
  emptyText: "Geben Sie dem Agenten eine Aufgabe, und sehen Sie ihm zu.",
  loading: "Der Lauf wird geladen",
  showOlder: "Frühere Nachrichten zeigen",
  loadingOlder: "Frühere Nachrichten werden geladen",
  skippedText: (chars) => `Die ersten ${chars} Zeichen fehlen hier.`,
  showWholeText: "Den ganzen Text zeigen",
  partsLeftOut: (count) =>
    count === 1
      ? "Ein früherer Schritt dieser Antwort fehlt hier"
      : `${count} frühere Schritte dieser Antwort fehlen hier`,
  compacted: "Gespräch zusammengefasst",
  compactedTitle: (isAuto) =>
    isAuto
      ? "Das Gespräch war zu lang für das Modell: Es geht von einer Zusammenfassung aus weiter."
      : "Jemand wollte eine Zusammenfassung: Das Gespräch geht von ihr aus weiter.",
  attemptFailed: (attempt) => `Versuch ${attempt} ist fehlgeschlagen.`,
  subtask: (agent) => (agent === undefined ? "Bat einen Unteragenten:" : `Bat ${agent}:`),
  stoppedHere: "Hier angehalten",
  interruptedHere: "Hier unterbrochen",

  image: "Bild",
  file: "Datei",
  showImage: "Bild zeigen",
  notAnImage: "Das ist kein Bild, das sich zeigen lässt.",

  fetching: "Lädt …",
  fetchingShare: (percent) => (percent === 0 ? "Lädt …" : `Lädt … ${percent} %`),
  fetchFailed: (message) => `Nicht geladen. ${message}`,
  tryAgain: "Noch einmal",
  notKept: "Der Raum hat den Rest davon nicht mehr.",

  reasoningLive: "Denkt nach",
  reasoningDone: (duration) => (duration === undefined ? "Nachgedacht" : `${duration} nachgedacht`),

  toolName: (tool) => TOOLS[tool] ?? tool,
  noOutput: "Keine Ausgabe",
  exitCode: (code) => `Ende mit ${code}`,
  filesCount: (count) => plural(count, "Datei", "Dateien"),
  leftOut: (size) => `${size} ausgelassen`,
  showWholeOutput: (size) => `Alle ${size} zeigen`,
  fetchingCall: "Der ganze Aufruf wird geladen",
  callCut: "Lange Werte sind hier gekürzt.",
  subagent: "Unteragent",
  subagentEmpty: "Der Unteragent hat noch nichts gesagt",

  todos: "Aufgaben",
  todosDone: "Alles erledigt",
  todoProgress: (done, total) => `${done} von ${total} erledigt`,
  todoStatus: (status) => TODOS[status] ?? status,

  pending: "Wartet auf Sie",
  permissionTitle: (permission) => PERMISSIONS[permission] ?? `„${permission}“ erlauben?`,
  permissionPatterns: "Für",
  requestCut: "Lange Werte sind hier gekürzt.",
  allowOnce: "Einmal erlauben",
  allowAlways: "Immer erlauben",
  alwaysGrants: "Immer erlauben umfasst",
  reject: "Ablehnen",
  rejectTitle: "Sagen Sie dem Agenten, was er stattdessen tun soll (wenn Sie möchten)",
  rejectPlaceholder: "Nimm die Testdatenbank",
  rejectAndStop: "Ablehnen und anhalten",
  rejectAndTell: "Ablehnen und weiter",
  cancel: "Abbrechen",
  questionTitle: "Der Agent fragt",
  questionOther: "Ihre eigene Antwort",
  questionChooseMany: "Wählen Sie beliebig viele",
  answer: "Antworten",
  dismiss: "Verwerfen",
  sending: "Wird gesendet …",
  sendFailed: (message) => `Nicht gesendet. ${message}`,

  errorTitle: "Der Lauf ist fehlgeschlagen",
  errorCode: (code) => `Code: ${code}`,
  retryable: "Ein neuer Versuch kann helfen.",
  errorDetails: "Einzelheiten",
  errorStatus: (status) => `HTTP-Status ${status}`,
  errorModel: (model) => `Modell ${model}`,
  errorAgent: (agent) => `Agent ${agent}`,
  providerSaid: "Der Anbieter sagt",

  reconnecting: "Verbindung verloren. Sie wird neu aufgebaut; was Sie sehen, kann veraltet sein.",
  offline: "Sie sind offline. Der Agent arbeitet weiter; die Seite holt es nach, wenn Sie zurück sind.",
  connecting: "Verbindet mit dem Raum",
  closed: "Getrennt",
  channelError: "Dieser Lauf lässt sich nicht zeigen",
  reconnect: "Neu verbinden",

  composer: "Nachricht an den Agenten",
  composerPlaceholder: "Beschreiben Sie eine Aufgabe",
  submit: "Senden",
  submitting: "Wird gesendet",

  diffs: "Geänderte Dateien",
  noDiffs: "Noch keine Änderungen",
  filesChanged: (count) => plural(count, "Datei geändert", "Dateien geändert"),
  filesLeftOut: (count) =>
    count === 1 ? "Eine weitere Datei fehlt in der Liste." : `${count} weitere Dateien fehlen in der Liste.`,
  showAllFiles: "Alle Dateien zeigen",
  additions: (count) => plural(count, "Zeile neu", "Zeilen neu"),
  deletions: (count) => plural(count, "Zeile entfernt", "Zeilen entfernt"),
  fileStatus: (status) => FILES[status] ?? status,
  expandAll: "Alle öffnen",
  collapseAll: "Alle schließen",
  patchOf: (path) => `Änderungen in ${path}`,
  patchPlain: "Als reiner Text: Der Patch war nicht zu lesen.",
  patchEmpty: "Keine Zeilen: Die Datei ist leer, binär oder nur umbenannt.",
  patchNotIncluded: "Der Patch dieser Datei ist nicht dabei.",
  fetchingPatch: "Die Änderung wird geladen",
  binary: "Binär",
  binaryFile: "Binäre Datei",
  renamed: (from, to) => `Umbenannt von ${from} in ${to}. Keine Zeile geändert.`,
  showAllLines: (count) => `Alle ${count} Zeilen zeigen`,
  hiddenLines: (count) => plural(count, "weitere Zeile", "weitere Zeilen"),

  processes: "Befehle",
  noProcesses: "Noch keine Befehle",
  processRunning: "Läuft",
  processExited: (code) => (code === undefined ? "Beendet" : `Ende mit ${code}`),
  processFailed: "Fehlgeschlagen",
  processKilled: "Angehalten",
  outputNotKept: "Die Ausgabe dieses Befehls wird nicht behalten.",
  outputOf: (command) => `Ausgabe von ${command}`,
  copy: "Kopieren",
  copied: "Kopiert",

  files: "Dateien",
  noFiles: "Noch keine Dateien",
  filesTruncated: "Mehr Dateien, als sich auflisten lassen; der Rest fehlt hier.",
  folderChanged: "enthält Änderungen",

  download: "Herunterladen",
  downloading: "Wird vorbereitet …",
  downloadAgain: "Noch einmal",
  artifactWaiting: (name) => `Wartet auf ${name}`,
  artifactFailed: (message) => `Nicht heruntergeladen. ${message}`,
  artifact: "Ausgabedatei",
};
