// Opens files as VS Code's YAML server does. Standard input, a list:
//   {path, text, schema: a file or null (its own first line says), at: [line, character] or null}
// Standard output, a list: {marked: ["line: message"], offered: [words completed at `at`]}
"use strict";
const fs = require("fs");
const path = require("path");
const { fileURLToPath, pathToFileURL } = require("url");

const need = (name) => require(path.join(process.env.ACCEDE_NODE_MODULES, name));
const { getLanguageService } = need("yaml-language-server");
const { SettingsState } = need("yaml-language-server/out/server/src/yamlSettings.js");
const { TextDocument } = need("vscode-languageserver-textdocument");

async function main() {
  const files = JSON.parse(fs.readFileSync(0, "utf8"));
  const settings = new SettingsState();
  const service = getLanguageService({
    schemaRequestService: async (uri) => fs.readFileSync(fileURLToPath(uri), "utf8"),
    workspaceContext: { resolveRelativePath: (relative, from) => new URL(relative, from).href },
    yamlSettings: settings,
    telemetry: { send() {}, sendError() {}, sendTrack() {} },
    clientCapabilities: {},
  });
  const uri = (file) => pathToFileURL(file.path).href;
  const pairs = files.filter((file) => file.schema);
  service.configure({
    validate: true,
    completion: true,
    yamlVersion: "1.2",
    schemas: pairs.map((file) => ({
      uri: pathToFileURL(file.schema).href + "?" + encodeURIComponent(file.path),
      fileMatch: [uri(file)],
      schema: JSON.parse(fs.readFileSync(file.schema, "utf8")),
    })),
  });
  const told = [];
  for (const file of files) {
    const document = TextDocument.create(uri(file), "yaml", 1, file.text);
    const marks = await service.doValidation(document, false);
    const [line, character] = file.at || [0, 0];
    const offer = file.at && (await service.doComplete(document, { line, character }, false));
    told.push({
      marked: marks.map((mark) => `${mark.range.start.line + 1}: ${mark.message}`),
      offered: offer ? offer.items.map((item) => item.label) : [],
    });
  }
  process.stdout.write(JSON.stringify(told));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
