import type { Labels } from "@opencode-kit/react";

export const germanStandIns = {
  notInStandIn: (standIn) =>
    standIn === "output"
      ? "Das ist eine Momentaufnahme des Laufs, mehr hat sie nicht."
      : "Das ist eine Aufzeichnung des Laufs, mehr hat sie nicht.",
  noCommandsInStandIn: (standIn) =>
    standIn === "output"
      ? "Das ist eine Momentaufnahme des Laufs. Sie nimmt keine Befehle an."
      : "Das ist eine Aufzeichnung des Laufs. Sie nimmt keine Befehle an.",
  otherRoom: (room, connected) =>
    connected === undefined
      ? `Der Lauf gehört zum Raum „${room}“, und diese Seite ist mit keinem Raum verbunden.`
      : `Der Lauf gehört zum Raum „${room}“, und diese Seite ist mit „${connected}“ verbunden.`,
  notTaken: "Die Aufgabe wurde nicht begonnen",
  recording: "Aufzeichnung",
  play: "Abspielen",
  pause: "Anhalten",
  replay: "Noch einmal abspielen",
  recordingPosition: "Stelle in der Aufzeichnung",
  recordingTime: (at, of) => `${at} von ${of}`,
} satisfies Partial<Labels>;
