import type { Random } from "../lib/createRandom.ts";

const WORDS = (
  "the a of to in is that and it for on with as by this which from when value order total cart price item user " +
  "session token request response handler state store event channel frame buffer cursor index window table row key " +
  "schema query cache timeout retry error result test build check type module import export function returns calls " +
  "reads writes adds removes changes keeps sends opens closes because so then before after while only each every " +
  "first last next new old same other missing wrong right empty whole large small fast slow"
).split(" ") as [string, ...string[]];

const NAMES = WORDS.filter((word) => word.length > 3) as [string, ...string[]];

/** Something that no other line has. */
function unique(random: Random): string {
  return random
    .int(0, 36 ** 5 - 1)
    .toString(36)
    .padStart(5, "0");
}

/** A piece of an answer: words, with a typographic sign or a line end now and then. */
export function prose(random: Random, chars: number): string {
  let text = "";
  while (text.length < chars) {
    text += random.pick(WORDS);
    text += random.chance(0.02) ? " — " : random.chance(0.04) ? ".\n\n" : random.chance(0.03) ? " `" : " ";
  }
  return text.slice(0, chars);
}

/** A sentence of about so many characters, without line ends. */
export function phrase(random: Random, chars: number): string {
  let text = random.pick(NAMES);
  while (text.length < chars) text += ` ${random.pick(WORDS)}`;
  return text;
}

/** One of a file's lines, with the indentation of code. */
export function codeLine(random: Random): string {
  const indent = "  ".repeat(random.int(0, 4));
  const [name, other] = [random.pick(NAMES), random.pick(NAMES)];
  const id = unique(random);
  switch (random.int(0, 4)) {
    case 0:
      return `${indent}const ${name}_${id} = ${other}(${random.int(0, 99)}, "${random.pick(WORDS)}");`;
    case 1:
      return `${indent}if (${name}.${other} !== undefined) return ${name}_${id};`;
    case 2:
      return `${indent}/** ${phrase(random, 40)} ${id}. */`;
    case 3:
      return `${indent}${name}.${other}(({ ${random.pick(NAMES)} }) => \`${id} \${${name}}\`);`;
    default:
      return `${indent}readonly ${name}_${id}: ${other};`;
  }
}

/** One line that a build or a test run prints. */
export function logLine(random: Random): string {
  const [name, other] = [random.pick(NAMES), random.pick(NAMES)];
  const id = unique(random);
  switch (random.int(0, 3)) {
    case 0:
      return ` ✓ src/${name}/${other}.test.ts > ${phrase(random, 24)} ${id} (${random.int(1, 900)} ms)`;
    case 1:
      return `[${random.int(10, 23)}:${random.int(10, 59)}:${random.int(10, 59)}] ${name}: ${phrase(random, 30)} ${id}`;
    case 2:
      return `    at ${name} (/workspace/src/${other}/${id}.ts:${random.int(1, 400)}:${random.int(1, 80)})`;
    default:
      return `${id}  ${random.int(1, 99_999)}  ${name}/${other}.js\t${random.int(1, 900)}.${random.int(0, 9)} kB`;
  }
}

/** Lines that a command prints in one go, about so many characters. */
export function logLines(random: Random, chars: number): string {
  let text = "";
  while (text.length < chars) text += `${logLine(random)}\n`;
  return text;
}

export function fileName(random: Random): string {
  return `${random.pick(NAMES)}/${random.pick(NAMES)}_${unique(random)}.ts`;
}

export function command(random: Random): string {
  const script = random.pick([
    "npm test --",
    "npx vitest run",
    "npm run build --",
    "node scripts/check.mjs",
    "git log",
  ]);
  return `cd /workspace && ${script} ${phrase(random, random.int(10, 60))} 2>&1 | tail -n ${random.int(20, 400)}`;
}
