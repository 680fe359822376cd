/**
 * A real identity provider on a loopback address, for tests: `node provider.mjs PORT REDIRECT_URI`.
 *
 * Whoever types a name is that person. The address is NAME@partner.example, verified unless the name begins with
 * "unverified", and the group is "agents" if the name begins with "agent".
 *
 * Its key is another one each time it starts. `POST /lie/WHAT` makes its next ID token a wrong one: of another `issuer`, with another
 * `nonce`, `expired`, or signed with a `key` that it does not publish.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [port, redirectUri] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const key = newKey();

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'tenantry',
      client_secret: 'a-secret-of-the-client',
      redirect_uris: [redirectUri],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
  ],
  cookies: { keys: ['of a test'] },
  jwks: { keys: [{ ...key.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
  scopes: ['openid', 'email', 'groups'],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  async findAccount(_, id) {
    const claims = async () => ({
      sub: id,
      email: `${id}@partner.example`,
      email_verified: !id.startsWith('unverified'),
      groups: id.startsWith('agent') ? ['agents'] : [],
    });
    return { accountId: id, claims };
  },
  // Nobody is asked to consent.
  async loadExistingGrant(ctx) {
    const { client, session } = ctx.oidc;
    const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid email groups');
    await grant.save();
    return grant;
  },
});

let lie = '';

/** The claims of a wrong token. */
const LIES = {
  issuer: (claims) => ({ ...claims, iss: 'https://login.example.com' }),
  nonce: (claims) => ({ ...claims, nonce: 'of another sign-in' }),
  expired: (claims) => ({ ...claims, iat: claims.iat - 7200, exp: claims.iat - 3600 }),
  key: (claims) => claims,
};

const issue = provider.IdToken.prototype.issue;
provider.IdToken.prototype.issue = async function issueOrLie(how) {
  const token = await issue.call(this, how);
  const told = LIES[lie];
  if (told === undefined || how.use !== 'idtoken') return token;
  const [header, payload] = token.split('.');
  const claims = told(JSON.parse(Buffer.from(payload, 'base64url')));
  const signed = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  const by = lie === 'key' ? newKey() : key;
  lie = '';
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), by).toString('base64url')}`;
};

const page = `<!DOCTYPE html><html lang="en"><head><title>Provider</title><link rel="icon" href="data:,"></head><body><main>
<h1>Provider</h1><form method="post"><label>Name <input name="name" autofocus></label><button>Go on</button></form>
<form method="post"><button name="decline" value="yes">Decline</button></form></main></body></html>`;

/** Asks who it is, and goes on. */
async function interact(request, response) {
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    return;
  }
  let body = '';
  for await (const part of request) body += part;
  const form = new URLSearchParams(body);
  const result = form.has('decline')
    ? { error: 'access_denied', error_description: 'declined' }
    : { login: { accountId: form.get('name') } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
const server = createServer((request, response) => {
  if (request.method === 'POST' && request.url.startsWith('/lie/')) {
    lie = request.url.slice('/lie/'.length);
    response.writeHead(lie in LIES ? 204 : 404).end();
  } else if (request.url.startsWith('/interaction/')) {
    interact(request, response).catch((error) => response.writeHead(500).end(String(error)));
  } else {
    answer(request, response);
  }
});
server.listen(Number(port), '127.0.0.1', () => console.log(`The provider is ready at ${issuer}`));
