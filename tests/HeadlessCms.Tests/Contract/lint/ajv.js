// A second opinion: reads {document, cases: [{schema, body}]} from the file named first and prints, for each case,
// whether Ajv finds the body valid under JSON Schema 2020-12.
const Ajv = require('ajv/dist/2020');
const addFormats = require('ajv-formats');
const { readFileSync } = require('fs');

const { document, cases } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const ajv = new Ajv({ strict: false, validateFormats: true });
addFormats(ajv);
for (const format of ['int32', 'int64', 'double', 'binary']) ajv.addFormat(format, true);
ajv.addSchema(document, 'document');

const compiled = new Map();
const validator = (schema) => {
  if (!compiled.has(schema)) compiled.set(schema, ajv.compile(JSON.parse(schema.replaceAll('"#/', '"document#/'))));
  return compiled.get(schema);
};
console.log(JSON.stringify(cases.map(({ schema, body }) => validator(schema)(JSON.parse(body)))));
