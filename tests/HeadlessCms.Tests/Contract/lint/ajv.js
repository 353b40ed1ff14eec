// A second opinion: reads the document from the first line of the file named, {schema, body} from each further line,
// and prints, for each case, whether Ajv finds the body valid under JSON Schema 2020-12.
const Ajv = require('ajv/dist/2020');
const addFormats = require('ajv-formats');
const { createReadStream } = require('fs');
const { createInterface } = require('readline');

const ajv = new Ajv({ strict: false, validateFormats: true });
addFormats(ajv);
for (const format of ['int32', 'int64', 'double', 'binary']) ajv.addFormat(format, true);

const compiled = new Map();
const validator = (schema) => {
  if (!compiled.has(schema)) compiled.set(schema, ajv.compile(JSON.parse(schema.replaceAll('"#/', '"document#/'))));
  return compiled.get(schema);
};

(async () => {
  const judged = [];
  let document;
  // What else ends a line for readline (U+2028, U+2029) is escaped in the file.
  for await (const line of createInterface({ input: createReadStream(process.argv[2], 'utf8'), crlfDelay: Infinity })) {
    if (!document) {
      document = JSON.parse(line);
      ajv.addSchema(document, 'document');
    } else {
      const { schema, body } = JSON.parse(line);
      judged.push(validator(schema)(JSON.parse(body)));
    }
  }
  console.log(JSON.stringify(judged));
})();
