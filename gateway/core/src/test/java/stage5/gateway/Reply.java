package stage5.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** What a client of the gateway got. */
record Reply(int status, MultiMap headers, Buffer body) {

    String header(String name) {
        return headers.get(name);
    }

    JsonObject json() {
        return body.toJsonObject();
    }
}
