package stage5.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** A response of the gateway, as its client receives it. */
record GatewayResponse(int status, MultiMap headers, Buffer body) {

    String header(String name) {
        return headers.get(name);
    }

    JsonObject json() {
        return body.toJsonObject();
    }
}
