import { parseSync, Visitor } from "vite";

/** Every module that a source text names, `import("…")` in types included. */
export function readImports(path, text) {
  const { module, program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0].message}`);
  const found = [];
  const add = (specifier, start, isType) => found.push({ specifier, line: lineOf(text, start), isType });

  for (const { moduleRequest, entries, start } of module.staticImports) {
    const isType = entries.length > 0 && entries.every((entry) => entry.isType);
    add(moduleRequest.value, start, isType);
  }
  for (const { entries, start } of module.staticExports) {
    const entry = entries.find(({ moduleRequest }) => moduleRequest !== null);
    if (entry !== undefined)
      add(
        entry.moduleRequest.value,
        start,
        entries.every(({ isType }) => isType),
      );
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(["'`])(.*)\1$/s.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal !== null) add(literal[2], moduleRequest.start, false);
  }
  if (/\bimport\s*\(/.test(text)) {
    const visitor = new Visitor({ TSImportType: (node) => add(node.source.value, node.start, true) });
    visitor.visit(program);
  }
  return found;
}

function lineOf(text, offset) {
  let line = 1;
  for (let index = text.indexOf("\n"); index !== -1 && index < offset; index = text.indexOf("\n", index + 1)) line++;
  return line;
}
