// The keys of access tokens, as a private JWK set: the first signs, the second will after the next rotation, the third has
// before. So whoever verifies knows each key a whole interval before it signs, and one more after.
const { generateKeyPairSync, randomUUID } = require('crypto');

// Without the parameters of the Chinese remainder theorem: three keys have to fit a function's 4 KB of variables.
function key() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { kty, n, e, d } = privateKey.export({ format: 'jwk' });
  return { kty, kid: randomUUID(), use: 'sig', alg: 'RS256', n, e, d };
}

async function next({ keys }) {
  const [past, present] = keys;
  return { keys: [present ?? key(), key(), ...(past ? [past] : [])] };
}
