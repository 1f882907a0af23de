import cf from 'cloudfront';

// Where reading goes, if not where everything goes.
const nearest = '{{NEAREST}}';

function handler(event) {
    const request = event.request;
    // A call with a token gets a key of its own, so that its answer is never served again; a client can't set the header.
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
