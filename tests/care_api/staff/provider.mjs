// A real OpenID provider for the tests: whoever gives any name to its login is that person;
// some have other user names there by now, and kari's belongs to a newcomer.
// Usage: node provider.mjs FOLDER-WITH-NODE_MODULES CLIENT-AS-JSON; prints its issuer once it answers.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, client] = process.argv.slice(2);
const found = createRequire(`${folder}/package.json`).resolve("oidc-provider");
const { default: Provider } = await import(pathToFileURL(found));

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [JSON.parse(client)],
    claims: { openid: ["sub"], profile: ["preferred_username"] },
    conformIdTokenClaims: false, // the claims stand in the ID token, as HelseID's do
    cookies: { keys: ["of a test, and of no secret"] },
    findAccount: (_context, id) => {
      const name = { kari: "kari.hansen", newcomer: "kari" }[id] ?? id;
      return { accountId: id, claims: () => ({ sub: id, preferred_username: name }) };
    },
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
  });
  server.on("request", provider.callback());
  process.stdout.write(`${issuer}\n`);
});
