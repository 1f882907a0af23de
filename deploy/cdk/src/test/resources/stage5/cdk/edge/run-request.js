/*
 * Runs a CloudFront function (the first argument) for a call: its method, its path, its token. Prints the host of the origin
 * that it chooses, and the header that keeps the call's answer apart. The client has set that header, too.
 */
const [file, method, uri, authorization] = process.argv.slice(2);
let host = 'origin';
const cf = { updateRequestOrigin: ({ domainName }) => { host = domainName; } };
const code = require('node:fs').readFileSync(file, 'utf8').replace("import cf from 'cloudfront';", '');

const headers = { 'stage5-private': { value: 'forged' } };
if (authorization) {
  headers.authorization = { value: authorization };
}
const handler = new Function('cf', `${code}; return handler;`)(cf);
const request = handler({ request: { method, uri, headers }, context: { requestId: 'request-1' } });
console.log(`${host} ${request.headers['stage5-private']?.value ?? 'none'}`);
