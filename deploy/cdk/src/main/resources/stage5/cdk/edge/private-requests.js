// A call with a token gets a key of its own, so that its answer is never served again; a client can't set the header.
function handler(event) {
    var request = event.request;
    delete request.headers['stage5-private'];
    if (request.headers.authorization) {
        request.headers['stage5-private'] = { value: event.context.requestId };
    }
    return request;
}
