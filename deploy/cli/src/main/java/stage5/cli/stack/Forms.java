package stage5.cli.stack;

import java.util.EnumMap;
import java.util.Map;

/** The form of each service; the local cloud has but one. */
public record Forms(Map<Part, Form> byPart) {

    /** All services as containers. */
    public static final Forms CONTAINERS = new Forms(Map.of());

    public Forms {
        byPart = Map.copyOf(byPart);
    }

    /**
     * Returns the forms that are said: one for all ({@code lambda}), or some services' ({@code
     * catalog=lambda,order=container}); a service that isn't mentioned is a container.
     *
     * @throws StackException if a form or a service is unknown
     */
    public static Forms parse(String said) {
        Map<Part, Form> forms = new EnumMap<>(Part.class);
        if (!said.contains("=")) {
            Part.services().forEach(service -> forms.put(service, Form.of(said)));
            return new Forms(forms);
        }
        for (String one : said.split(",")) {
            String[] sides = one.split("=", 2);
            if (sides.length != 2) {
                throw new StackException("%s says no form: catalog=lambda does".formatted(one));
            }
            forms.put(Part.service(sides[0].trim()), Form.of(sides[1].trim()));
        }
        return new Forms(forms);
    }

    /** Returns the part's form. */
    public Form of(Part part) {
        return byPart.getOrDefault(part, Form.CONTAINER);
    }
}
