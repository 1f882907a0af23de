package stage5.acceptance.parity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The observed behaviour of one form as named fields: {@code responses/place/body/status} is {@code placed}. */
final class Recording {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Normaliser normaliser = new Normaliser();
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<Kind, Integer> counts = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    /** The kinds of records. The first segment of a field's name is its kind. */
    enum Kind {
        RESPONSES,
        EVENTS,
        ITEMS,
        SPANS,
        DEAD_LETTERS;

        String at(String rest) {
            return name().toLowerCase(Locale.ROOT) + "/" + rest;
        }
    }

    Normaliser normaliser() {
        return normaliser;
    }

    Map<String, String> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** Returns the steps that could not be replayed, each with the reason. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    void fail(String step, Exception cause) {
        failures.add(step + ": " + cause.getMessage());
    }

    int count(Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    void count(Kind kind, int number) {
        counts.merge(kind, number, Integer::sum);
    }

    /** Adds a field; a repeated name gets a number. */
    void add(String field, String value) {
        String name = field;
        for (int n = 2; fields.containsKey(name); n++) {
            name = field + " #" + n;
        }
        fields.put(name, normaliser.normalise(value));
    }

    /** Adds the fields of a JSON text, or the text itself if it is not JSON. */
    void addText(String field, String text) {
        try {
            add(field, JSON.readTree(text));
        } catch (JsonProcessingException notJson) {
            add(field, text);
        }
    }

    /** Adds every field of a JSON document; an empty object or array counts as a field. */
    void add(String field, JsonNode value) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties().forEach(each -> add(field + "/" + each.getKey(), each.getValue()));
        } else if (value.isArray() && !value.isEmpty()) {
            for (int i = 0; i < value.size(); i++) {
                add(field + "/" + i, value.get(i));
            }
        } else {
            add(field, value.isTextual() ? value.asText() : value.toString());
        }
    }
}
