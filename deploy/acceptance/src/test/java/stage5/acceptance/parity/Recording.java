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

/** What one form did, field by field: {@code answers/place/body/status} is {@code placed}. */
final class Recording {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Normaliser normaliser = new Normaliser();
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<Kind, Integer> counts = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    /** What is counted; the first part of a field's name says which it belongs to. */
    enum Kind {
        ANSWERS,
        EVENTS,
        ITEMS,
        SPANS,
        LETTERS;

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

    /** Returns the steps that could not be replayed as the script wants it, and why. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    void fail(String step, Exception why) {
        failures.add(step + ": " + why.getMessage());
    }

    int count(Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    void count(Kind kind, int more) {
        counts.merge(kind, more, Integer::sum);
    }

    void add(String field, String value) {
        String name = field;
        for (int n = 2; fields.containsKey(name); n++) {
            name = field + " #" + n;
        }
        fields.put(name, normaliser.normalise(value));
    }

    /** Adds a text's fields where it is JSON, otherwise the text. */
    void addText(String field, String text) {
        try {
            add(field, JSON.readTree(text));
        } catch (JsonProcessingException notJson) {
            add(field, text);
        }
    }

    /** Adds every field of a document; an empty object or array is a field too. */
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
