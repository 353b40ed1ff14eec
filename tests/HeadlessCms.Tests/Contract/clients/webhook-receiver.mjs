// A receiver of webhooks as anybody would write it: verifies what comes with the library of Standard Webhooks. It says where it
// listens, takes a secret on its standard input, and says of each call whether it verified.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Webhook } from "standardwebhooks";

let webhook;

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const event = webhook.verify(Buffer.concat(chunks).toString("utf8"), request.headers);
    console.log(["verified", event.type, event.type.startsWith("article.") ? event.data.id : ""].join(" ").trim());
    response.writeHead(204).end();
  } catch {
    console.log("refused");
    response.writeHead(400).end();
  }
});

server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));

for await (const secret of createInterface({ input: process.stdin })) {
  webhook = new Webhook(secret);
  console.log("ready");
}
