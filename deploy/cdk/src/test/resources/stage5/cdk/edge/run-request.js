/*
 * Runs a CloudFront function for one request.
 * Arguments: the function's file, the method, the path, the authorization header.
 * Prints the host of the chosen origin and the private cache key. The request contains a forged private header.
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
