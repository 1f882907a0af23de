package stage5.kit.testing.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Versions of a publisher. While a new version is deployed, a consumer gets events of two of them. */
public enum PublisherVersion {
    /** The latest release. */
    PREVIOUS,

    /** The version under development. */
    CURRENT,

    /** A later version: every object has additional, unknown fields. */
    NEXT;

    JsonNode of(JsonNode event) {
        return this == NEXT ? withUnknownFields(event.deepCopy()) : event;
    }

    private static JsonNode withUnknownFields(JsonNode node) {
        node.forEach(PublisherVersion::withUnknownFields);
        if (node instanceof ObjectNode object) {
            object.put("laterflag", true).putObject("laterobject").put("laterfield", "later");
        }
        return node;
    }
}
