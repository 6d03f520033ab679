/** The two house rules that no built-in rule covers; the linter's config names this file. */

const noExportAll = {
  meta: { type: "problem" },
  create: (context) => ({
    ExportAllDeclaration(node) {
      context.report({ node, message: "List the names that this file exports, values first and then types." });
    },
  }),
};

const noEnum = {
  meta: { type: "problem" },
  create: (context) => ({
    TSEnumDeclaration(node) {
      context.report({ node, message: "Use an `as const` object or a union of strings." });
    },
  }),
};

const plugin = { meta: { name: "house" }, rules: { "no-enum": noEnum, "no-export-all": noExportAll } };

export default plugin;
