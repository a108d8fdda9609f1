// Opens files as VS Code's YAML server does, and prints what it would underline, file by file.
// Standard input: {"files": {path: text}, "schemas": {file pattern: schema}}.
"use strict";
const fs = require("fs");
const path = require("path");
const { pathToFileURL, fileURLToPath } = require("url");

const modules = process.env.ACCEDE_NODE_MODULES;
const need = (name) => require(path.join(modules, name));
const { getLanguageService } = need("yaml-language-server");
const { TextDocument } = need("vscode-languageserver-textdocument");
const Ajv = need("ajv");

const given = JSON.parse(fs.readFileSync(0, "utf8"));
for (const schema of Object.values(given.schemas)) new Ajv({ strict: "log" === "", strictTypes: false, formats: { date: true } }).compile(schema);
