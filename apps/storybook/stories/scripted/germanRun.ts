import type { Labels } from "@opencode-kit/react";

/** What a run waits for, how it is exported, and what stands in for a live one, in German. */
export const germanRun = {
  activityModel: "Wartet auf das Modell",
  activityThinking: "Denkt nach",
  activityWriting: "Schreibt",
  activitySandbox: "Die Sandbox startet",
  activityAgent: "Der Agent startet",
  activityRestoring: "Der Arbeitsordner wird aus der letzten Sicherung wiederhergestellt",
  activityReconnecting: "Verbindung verloren; der Agent ist vielleicht schon weiter",
  activityQueued: "Wartet auf den Lauf davor",
  activityStopping: "Der Agent wird angehalten",
  activityPerson: (count) => (count === 1 ? "Wartet auf Ihre Antwort" : `Wartet auf ${count} Antworten`),
  activitySubagent: (title) => `Unteragent ${title}`,
  activityMoreTools: (count) => `und ${count} weitere`,
  activityRetry: (attempt, duration) =>
    duration === "" ? `Versuch ${attempt} jetzt` : `Versuch ${attempt} in ${duration}`,

  runMenu: "Suchen, kopieren und exportieren",
  copyRun: "Als Markdown kopieren",
  exportMarkdown: "Als Markdown herunterladen",
  exportJson: "Als JSON herunterladen",
  copyFailed: "Der Browser hat das Kopieren nicht erlaubt.",
  exportFailed: (message) => `Nicht exportiert. ${message}`,
  copyMessage: "Nachricht kopieren",
  agentSaid: "Agent",
  exportedStatus: (status) => `Stand: ${status}`,
  exportedModel: (model) => `Modell: ${model}`,
  exportedUsage: (usage) => `Verbrauch: ${usage}`,
  exportedTime: (duration) => `Dauer: ${duration}`,
  exportedCut: "Der Anfang fehlt hier.",
  outputNotMade: (path) => `Der Lauf ist zu Ende, und ${path} ist nicht entstanden`,

  notInStandIn: (standIn) =>
    standIn === "output"
      ? "Das ist eine Momentaufnahme des Laufs; mehr davon hat sie nicht."
      : "Das ist eine Aufzeichnung des Laufs; mehr davon hat sie nicht.",
  noCommandsInStandIn: (standIn) =>
    standIn === "output"
      ? "Das ist eine Momentaufnahme des Laufs. Sie nimmt nichts entgegen."
      : "Das ist eine Aufzeichnung des Laufs. Sie nimmt nichts entgegen.",
  otherRoom: (room, connected) =>
    connected === undefined
      ? `Der Lauf gehört zum Raum „${room}“, und diese Seite ist mit keinem Raum verbunden.`
      : `Der Lauf gehört zum Raum „${room}“, und diese Seite ist mit „${connected}“ verbunden.`,
  notTaken: "Die Aufgabe wurde nicht begonnen",
  recording: "Aufzeichnung",
  play: "Abspielen",
  pause: "Pause",
  replay: "Noch einmal abspielen",
  recordingPosition: "Stelle in der Aufzeichnung",
  recordingTime: (at, of) => `${at} von ${of}`,
} satisfies Partial<Labels>;
