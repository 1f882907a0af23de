/*
 * Runs the canary's script against a stub of the shop in this process.
 * Arguments: the script, the status that the order has from the second read on.
 * Prints the requests that the shop received, and how the journey ends.
 */
const [script, outcome] = process.argv.slice(2);
const answers = [];
let reads = 0;

const shop = {
  'POST /api/users': ({ email, name, password }) =>
    email.endsWith('@simulator.amazonses.com') && name && password.length >= 10 ? [201, { id: 'user' }] : [400, {}],
  'POST /api/sessions': ({ email, password }) => (email && password ? [201, { accessToken: 'token' }] : [401, {}]),
  'GET /api/products/CANARY-0001': () => [200, { sku: 'CANARY-0001' }],
  'POST /api/orders': ({ lines, paymentToken }, headers) =>
    headers.authorization === 'Bearer token' && headers['idempotency-key'] && paymentToken === 'tok_canary'
      && lines.length === 1 && lines[0].sku === 'CANARY-0001' && lines[0].quantity === 1
      ? [202, { id: 'order', status: 'placed' }]
      : [422, {}],
  'GET /api/orders/order': (_, headers) =>
    headers.authorization === 'Bearer token'
      ? [200, { status: ++reads < 2 ? 'placed' : outcome, reason: 'payment-refused' }]
      : [401, {}],
};

globalThis.fetch = async (url, { method, headers, body }) => {
  const call = `${method} ${url.pathname}`;
  const [status, answer] = shop[call](body && JSON.parse(body), headers);
  answers.push(`${call} ${status}`);
  return new Response(JSON.stringify(answer), { status });
};

require(script)
  .handler()
  .then(() => 'passed', (error) => `failed: ${error.message}`)
  .then((end) => console.log([...answers, end].join('\n')));
