package stage5.stack;

import java.util.EnumMap;
import java.util.Map;

/** The form of each service. The local cloud is always a process. */
public record ServiceForms(Map<Component, Form> byService) {

    /** All services as containers. */
    public static final ServiceForms CONTAINERS = new ServiceForms(Map.of());

    public ServiceForms {
        byService = Map.copyOf(byService);
    }

    /**
     * Returns the forms in the text: one for all services ({@code lambda}), or one for each named service ({@code
     * catalog-service=lambda,order-service=container}). A service that is not named is a container.
     *
     * @throws StackException if a form or a service is unknown
     */
    public static ServiceForms parse(String text) {
        Map<Component, Form> forms = new EnumMap<>(Component.class);
        if (!text.contains("=")) {
            Component.services().forEach(service -> forms.put(service, Form.of(text)));
            return new ServiceForms(forms);
        }
        for (String one : text.split(",")) {
            String[] sides = one.split("=", 2);
            if (sides.length != 2) {
                throw new StackException("%s names no form; write for example catalog-service=lambda".formatted(one));
            }
            forms.put(Component.service(sides[0].trim()), Form.of(sides[1].trim()));
        }
        return new ServiceForms(forms);
    }

    /** Returns the form of the component; {@link Form#CONTAINER} by default. */
    public Form of(Component component) {
        return byService.getOrDefault(component, Form.CONTAINER);
    }
}
