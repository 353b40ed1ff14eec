// A front end's first three calls, through the types that openapi-typescript makes and the client openapi-fetch.
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/schema";

declare const process: { argv: string[]; exitCode?: number };

async function main(): Promise<void> {
  // Types tell it nothing of how lists are written in an address: by commas, as the contract says.
  const client = createClient<paths>({ baseUrl: process.argv[2], querySerializer: { array: { style: "form", explode: false } } });

  const article = await client.GET("/v1/articles/{id}", { params: { path: { id: "innovation-centres-launched" } } });
  const list = await client.GET("/v1/articles", { params: { query: { category: "news", limit: 3, fields: ["title", "slug"] } } });
  const missing = await client.GET("/v1/articles/{id}", { params: { path: { id: "never-was" } } });
  if (!article.data || !list.data || !missing.error) {
    throw new Error(`${article.response.status} ${list.response.status} ${missing.response.status}`);
  }

  const problem: components["schemas"]["ProblemDocument"] = missing.error;
  const version: number = article.data.version;
  const credit: string | null | undefined = article.data.cover?.credit;
  console.log(JSON.stringify({
    title: article.data.title, version, credit, slugs: list.data.items.map((item) => item.slug), more: list.data.nextCursor !== null,
    problem: problem.type, status: problem.status,
  }));
}

main().catch((fault: unknown) => {
  console.error(fault);
  process.exitCode = 1;
});
