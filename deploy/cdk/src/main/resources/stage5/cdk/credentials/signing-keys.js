// The keys of access tokens, as a private JWK set: the first signs, the second signs after the next rotation, the third is
// the previous one. So verifiers know each key one interval before and one after it signs.
const { generateKeyPairSync, randomUUID } = require('crypto');

// Without the CRT parameters, because three keys have to fit into a function's 4 KB of variables.
function key() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { kty, n, e, d } = privateKey.export({ format: 'jwk' });
  return { kty, kid: randomUUID(), use: 'sig', alg: 'RS256', n, e, d };
}

async function next({ keys }) {
  const [past, present] = keys;
  return { keys: [present ?? key(), key(), ...(past ? [past] : [])] };
}
