package stage5.stack;

import java.util.EnumMap;
import java.util.Map;

/** The form of each service; the local cloud has but one. */
public record ServiceForms(Map<Component, Form> byService) {

    /** All services as containers. */
    public static final ServiceForms CONTAINERS = new ServiceForms(Map.of());

    public ServiceForms {
        byService = Map.copyOf(byService);
    }

    /**
     * Returns the forms that are said: one for all ({@code lambda}), or some services' ({@code
     * catalog=lambda,order=container}); a service that isn't mentioned is a container.
     *
     * @throws StackException if a form or a service is unknown
     */
    public static ServiceForms parse(String said) {
        Map<Component, Form> forms = new EnumMap<>(Component.class);
        if (!said.contains("=")) {
            Component.services().forEach(service -> forms.put(service, Form.of(said)));
            return new ServiceForms(forms);
        }
        for (String one : said.split(",")) {
            String[] sides = one.split("=", 2);
            if (sides.length != 2) {
                throw new StackException("%s says no form: catalog=lambda does".formatted(one));
            }
            forms.put(Component.service(sides[0].trim()), Form.of(sides[1].trim()));
        }
        return new ServiceForms(forms);
    }

    /** Returns the component's form. */
    public Form of(Component component) {
        return byService.getOrDefault(component, Form.CONTAINER);
    }
}
