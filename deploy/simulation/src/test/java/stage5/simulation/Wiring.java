package stage5.simulation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Puts a service together as CDI does, one instance of each class by its constructor. Three services have the same
 * configuration keys and share a class path here, so that one container can't hold them.
 */
final class Wiring {

    private static final Map<String, SmallRyeConfig> CONFIGS = new HashMap<>();

    private final String service;
    private final Map<String, String> settings;
    private final Map<Class<?>, Object> instances = new HashMap<>();

    Wiring(String service, Map<String, String> settings) {
        this.service = service;
        this.settings = settings;
    }

    /** Returns this, which takes the given instance wherever the type is asked for. */
    Wiring with(Class<?> type, Object instance) {
        instances.put(type, instance);
        return this;
    }

    <T> T get(Class<T> type) {
        if (!instances.containsKey(type)) {
            instances.put(type, make(type));
        }
        @SuppressWarnings("unchecked")
        T instance = (T) instances.get(type);
        return instance;
    }

    /** Returns an instance of a class that only its package knows. */
    Object get(String className) {
        try {
            return get(Class.forName(className));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Returns a new instance, which is not kept. */
    Object make(Class<?> type) {
        if (type.isAnnotationPresent(ConfigMapping.class)) {
            return config(type).getConfigMapping(type);
        }
        Constructor<?> constructor = constructor(type);
        Object[] arguments =
                Stream.of(constructor.getParameters()).map(this::argument).toArray();
        try {
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " can't be made", e);
        }
    }

    private static Constructor<?> constructor(Class<?> type) {
        List<Constructor<?>> all = Arrays.asList(type.getDeclaredConstructors());
        return all.stream()
                .filter(constructor -> all.size() == 1 || constructor.isAnnotationPresent(Inject.class))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nothing says how to make " + type));
    }

    private Object argument(Parameter parameter) {
        ConfigProperty property = parameter.getAnnotation(ConfigProperty.class);
        if (property == null) {
            return get(parameter.getType());
        }
        SmallRyeConfig config = config(Wiring.class);
        return Optional.ofNullable(config.getRawValue(property.name()))
                .or(() -> Optional.of(property.defaultValue())
                        .filter(value -> !value.equals(ConfigProperty.UNCONFIGURED_VALUE)))
                .map(value -> (Object) config.convert(value, parameter.getType()))
                .orElseThrow(() -> new IllegalStateException(service + " needs " + property.name()));
    }

    private SmallRyeConfig config(Class<?> mapping) {
        return CONFIGS.computeIfAbsent(service + " " + mapping.getName(), ignored -> {
            SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withSources(new PropertiesConfigSource(settings, service, 100));
            return (mapping == Wiring.class ? builder : builder.withMapping(mapping)).build();
        });
    }
}
