import type { CommandName, ErrorCode, Role } from "@opencode-kit/client/protocol";
import type { Labels } from "@opencode-kit/react";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const ROLES: Readonly<Record<Role, string>> = { viewer: "Betrachter", approver: "Freigeber", owner: "Eigentümer" };

const DEEDS: { readonly [N in CommandName]?: string } = {
  submit: "dem Agenten Aufgaben geben",
  stop: "den Agenten anhalten",
  replyToPermission: "das beantworten",
  replyToQuestion: "das beantworten",
  rejectQuestion: "das beantworten",
  replyToBudget: "das beantworten",
  killProcess: "Prozesse beenden",
};

const ERRORS: { readonly [C in ErrorCode]?: string } = { run_started: "Der Agent hat es schon." };

const ANSWERED: Readonly<Record<string, string>> = {
  once: "hat das einmal erlaubt",
  always: "hat das immer erlaubt",
  reject: "hat das abgelehnt",
  answered: "hat geantwortet",
  continue: "hat den Lauf fortgesetzt",
  stop: "hat den Lauf angehalten",
};

const DECIDED: Readonly<Record<string, string>> = {
  once: "Erlaubt",
  always: "Immer erlaubt",
  reject: "Abgelehnt",
  answered: "Beantwortet",
  continue: "Erlaubt",
  stop: "Angehalten",
};

/** Steering in German. */
export const germanSteering = {
  mayNot: (command, role) => `Ihre Rolle, ${ROLES[role]}, darf nicht ${DEEDS[command] ?? "ausführen, was hier steht"}.`,
  commandError: (code, message) => (code === undefined ? undefined : ERRORS[code]) ?? message,

  pendingNone: "Nichts wartet auf Sie",
  promptShortcut: (keys) => `${keys.replaceAll("+", " + ")} führt dorthin.`,
  pendingOfRun: (title) => `In ${title}`,
  pendingOfSubagent: (title) =>
    title === undefined || title === "" ? "Von einem Unteragenten" : `Unteragent: ${title}`,
  openRun: "Lauf öffnen",
  openRunOf: (title) => `Lauf öffnen: ${title}`,
  somebody: "Jemand",
  answeredBy: (name, outcome, title) => `${name} ${ANSWERED[outcome] ?? "hat geantwortet"}: ${title}`,
  answeredBudget: "Das Budget ist aufgebraucht",
  decidedBy: (outcome, name) => `${DECIDED[outcome] ?? "Beantwortet"} von ${name}`,
  decidedByYou: "Ihnen",
  badgeTitle: (count, title) => `(${count}) ${title}`,

  budgetTitle: (scope) =>
    scope === "room" ? "Das Budget des Raums ist aufgebraucht" : "Das Budget dieses Laufs ist aufgebraucht",
  budgetText: (scope) =>
    scope === "room"
      ? "Alle Läufe dieses Raums zusammen haben ihre Grenze erreicht. Der Lauf ruht, bis Sie entscheiden."
      : "Der Lauf hat seine Grenze erreicht. Er ruht, bis Sie entscheiden.",
  budgetTokens: "Tokens",
  budgetCost: "Kosten",
  budgetUsed: (used, limit) => `${used} von ${limit} verbraucht`,
  budgetContinue: (more) => (more.length === 0 ? "Fortsetzen" : `Fortsetzen, ${more.join(" und ")} mehr`),
  budgetStop: "Lauf anhalten",

  stillRunning: (count) => (count === 1 ? "Ein Prozess läuft noch." : `${count} Prozesse laufen noch.`),
  stillRunningRow: "Läuft noch:",
  kill: "Beenden",
  killOf: (command) => `${command} beenden`,
  killing: "Wird beendet …",
  killed: "Beendet",
  killAll: "Alle beenden",
  otherProcesses: "Läuft außerdem in der Sandbox",

  queue: "Warteschlange",
  queueCount: (count) => plural(count, "Aufgabe wartet", "Aufgaben warten"),
  queueHeld: "Ruht, weil der Lauf davor angehalten wurde.",
  resumeQueue: "Warteschlange fortsetzen",
  queuedPrompt: "Wartende Aufgabe",
  editQueued: "Bearbeiten",
  saveQueued: "Speichern",
  queuedGone: "Diese Aufgabe wartet nicht mehr. Was Sie geschrieben haben, bleibt hier, bis Sie es schließen.",
  steerQueued: "Jetzt senden",
  steerQueuedTitle: "Dem Agenten jetzt geben, in den Lauf, der gerade läuft",
  moveUp: "Nach oben",
  moveDown: "Nach unten",
  cancelQueued: "Abbrechen",
  loadingPrompt: "Die ganze Aufgabe wird geladen",

  queuePrompt: "Einreihen",
  queuePromptTitle: "Auf das Ende des Agenten warten, dann damit beginnen (Eingabetaste)",
  sendNow: "Jetzt senden",
  sendNowTitle: "Der Agent liest es bei seinem nächsten Schritt (Strg oder Befehl + Eingabetaste)",
  promptTooLong: (max) => `Zu lang: Eine Aufgabe hat höchstens ${max} Zeichen.`,
  attach: "Dateien anhängen",
  attachments: "Angehängte Dateien",
  removeAttachment: (name) => `${name} entfernen`,
  readingAttachments: "Die Dateien werden gelesen",
  dropFiles: "Dateien zum Anhängen hier ablegen",
  unnamedFile: "Datei",
  attachmentTooMany: (name, max) => `${name} ist nicht angehängt: Es sind höchstens ${max} Dateien.`,
  attachmentTooLarge: (name, max) => `${name} ist nicht angehängt: Alle Dateien zusammen haben höchstens ${max}.`,
  attachmentType: (name) => `${name} ist nicht angehängt: Nur Bilder, PDF und Text sind möglich.`,
  attachmentEmpty: (name) => `${name} ist nicht angehängt: Die Datei ist leer.`,
  attachmentUnread: (name) => `${name} ist nicht angehängt: Die Datei war nicht zu lesen.`,
  model: "Modell",
  defaultModel: "Übliches Modell",
  agent: "Agent",
  defaultAgent: "Üblicher Agent",

  sessions: "Sitzungen",
  noSessions: "Noch keine Sitzungen",
  loadingSessions: "Die Sitzungen werden geladen",
  untitledSession: "Neue Sitzung",
  sessionName: "Name der Sitzung",
  openSession: (title) => `${title} öffnen`,
  currentSession: "Aktuell",
  rename: "Umbenennen",
  save: "Speichern",
  fork: "Abzweigen",
  forkTitle: "Eine Sitzung anlegen, die als Kopie von dieser beginnt",
  summarise: "Zusammenfassen",
  summariseTitle: "Den Agenten von einer Zusammenfassung dieser Sitzung aus weiterarbeiten lassen",

  messageActions: "Was mit dieser Nachricht geht",
  revertHere: "Hierher zurück",
  revertHereTitle: "Diese Nachricht und alles danach zurücknehmen, mit den Änderungen an Dateien",
  forkHere: "Hier abzweigen",
  forkHereTitle: "Eine neue Sitzung mit allem anlegen, was vor dieser Nachricht steht",
  sessionBusy: "Der Agent arbeitet in dieser Sitzung. Halten Sie ihn an, oder warten Sie auf sein Ende.",
  reverted: (count) =>
    count === 0
      ? "Zurückgenommen: Nachrichten und ihre Änderungen an Dateien"
      : `Zurückgenommen: ${plural(count, "Nachricht", "Nachrichten")} mit den Änderungen an Dateien`,
  revertedFinal: "Eine neuere Aufgabe hat das endgültig gemacht.",
  restore: "Wiederherstellen",
  showReverted: "Zeigen",
  hideReverted: "Verbergen",
  revertedRun: "Zurückgenommen",

  messageUsage: "Von dieser Nachricht verbraucht",
  subagentUsage: "Von diesem Unteragenten verbraucht",
  roomUsage: "Von allen Läufen dieses Raums verbraucht",

  presence: (names, others) =>
    `Es sehen zu: ${[...names, ...(others > 0 ? [plural(others, "Gast", "Gäste")] : [])].join(", ")}`,
  presencePerson: (name, role, isYou) => `${name}${isYou ? " (Sie)" : ""}, ${ROLES[role]}`,
  presenceCount: (count) => `${count} sehen zu`,
} satisfies Partial<Labels>;
