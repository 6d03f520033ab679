import { codeLine, logLine, phrase } from "../generate/texts.ts";
import type { Random } from "../lib/createRandom.ts";

/** An answer in Markdown of about so many characters, with the blocks that models write. */
export function writeMarkdown(random: Random, chars: number): string {
  let text = "";
  while (text.length < chars) text += `${block(random)}\n\n`;
  return text.slice(0, chars);
}

function block(random: Random): string {
  const sentence = (): string => `${phrase(random, random.int(40, 160))}.`;
  const paragraph = (): string =>
    `${sentence()} **${phrase(random, 12)}** ${sentence()} See \`${phrase(random, 10)}\` and [${phrase(random, 8)}](https://example.com/${random.int(1, 999)}). ${sentence()}`;
  switch (random.int(0, 9)) {
    case 0:
      return `## ${phrase(random, 30)}`;
    case 1:
      return lines(random, () => `- ${phrase(random, 50)} with \`${phrase(random, 8)}\``);
    case 2:
      return lines(random, (at) => `${at + 1}. **${phrase(random, 10)}**: ${phrase(random, 60)}`);
    case 3:
      return `\`\`\`ts\n${lines(random, () => codeLine(random))}\n\`\`\``;
    case 4:
      return `| file | lines |\n|---|---|\n${lines(random, () => `| ${phrase(random, 12)} | ${random.int(1, 999)} |`)}`;
    case 5:
      return `> ${sentence()}`;
    case 6:
      return `\`\`\`\n${lines(random, () => logLine(random))}\n\`\`\``;
    default:
      return paragraph();
  }
}

function lines(random: Random, line: (at: number) => string): string {
  return Array.from({ length: random.int(2, 8) }, (_, at) => line(at)).join("\n");
}
