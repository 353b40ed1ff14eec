// The same three calls through the client that @hey-api/openapi-ts makes.
import { client } from "./generated/hey-api/client.gen";
import { getArticle, listArticles } from "./generated/hey-api/sdk.gen";
import type { ProblemDocument } from "./generated/hey-api/types.gen";

declare const process: { argv: string[]; exitCode?: number };

async function main(): Promise<void> {
  client.setConfig({ baseUrl: process.argv[2] });

  const article = await getArticle({ path: { id: "innovation-centres-launched" } });
  const list = await listArticles({ query: { category: "news", limit: 3, fields: ["title", "slug"] } });
  const missing = await getArticle({ path: { id: "never-was" } });
  if (!article.data || !list.data || !missing.error) {
    throw new Error(JSON.stringify([article.error, list.error, missing.data]));
  }

  const problem: ProblemDocument = missing.error;
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
