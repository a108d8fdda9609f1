// Opens files as VS Code's YAML server does. Standard input, a list:
//   {path, text, schema: a file, or null where the text's first line says, at: [line, character]}
// Standard output, a list: {marked: ["line: message"], offered: [words completed at `at`]}
"use strict";
const fs = require("fs");
const path = require("path");
const { fileURLToPath, pathToFileURL } = require("url");

const need = (name) => require(path.join(process.env.ACCEDE_NODE_MODULES, name));
const { getLanguageService } = need("yaml-language-server");
const { SettingsState } = need("yaml-language-server/out/server/src/yamlSettings.js");
const { TextDocument } = need("vscode-languageserver-textdocument");

const files = JSON.parse(fs.readFileSync(0, "utf8"));
const read = async (uri) => fs.readFileSync(fileURLToPath(uri), "utf8");
const service = getLanguageService({
  schemaRequestService: read,
  workspaceContext: { resolveRelativePath: (relative, from) => new URL(relative, from).href },
  yamlSettings: new SettingsState(),
  telemetry: { send() {}, sendError() {}, sendTrack() {} },
  clientCapabilities: {},
});
const href = (file) => pathToFileURL(file).href;
const schemas = [...new Set(files.map((file) => file.schema).filter(Boolean))];
service.configure({
  validate: true,
  completion: true,
  yamlVersion: "1.2",
  schemas: schemas.map((schema) => ({
    uri: href(schema),
    fileMatch: files.filter((file) => file.schema === schema).map((file) => href(file.path)),
  })),
});

async function open(file, version) {
  const document = TextDocument.create(href(file.path), "yaml", version, file.text);
  const marks = await service.doValidation(document, false);
  const [line, character] = file.at;
  const offer = await service.doComplete(document, { line, character }, false);
  return {
    marked: marks.map((mark) => `${mark.range.start.line + 1}: ${mark.message}`),
    offered: offer.items.map((item) => item.label),
  };
}

async function main() {
  const told = [];
  for (const [number, file] of files.entries()) told.push(await open(file, number));
  process.stdout.write(JSON.stringify(told));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
