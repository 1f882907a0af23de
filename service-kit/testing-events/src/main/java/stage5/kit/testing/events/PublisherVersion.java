package stage5.kit.testing.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The versions of a publisher whose events a consumer reads mixed while one of them takes over from another. */
public enum PublisherVersion {
    /** The last release. */
    PREVIOUS,

    /** What is about to be released. */
    CURRENT,

    /** What may come after it: every object has fields that nobody knows yet. */
    NEXT;

    JsonNode of(JsonNode event) {
        return this == NEXT ? grown(event.deepCopy()) : event;
    }

    private static JsonNode grown(JsonNode node) {
        node.forEach(PublisherVersion::grown);
        if (node instanceof ObjectNode object) {
            object.put("laterflag", true).putObject("laterobject").put("laterfield", "later");
        }
        return node;
    }
}
