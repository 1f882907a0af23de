import cf from 'cloudfront';

// The host for reads; empty if they use the default origin.
const nearest = '{{NEAREST}}';

function handler(event) {
    const request = event.request;
    // A request with a token gets a unique cache key, so that its response is never reused. Clients can't set the header.
    delete request.headers['stage5-private'];
    if (request.headers.authorization) {
        request.headers['stage5-private'] = { value: event.context.requestId };
    }
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (nearest && reads && !request.uri.startsWith('/api/bestsellers')) {
        cf.updateRequestOrigin({ domainName: nearest });
    }
    return request;
}
