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
 * Instantiates a service's classes by their constructors, one instance per class, as CDI does. A real CDI container cannot
 * hold the three services, because they have the same configuration keys and share one class path here.
 */
final class ServiceInjector {

    private static final Map<List<Object>, SmallRyeConfig> CONFIGS = new HashMap<>();

    private final String service;
    private final Map<String, String> settings;
    private final Map<Class<?>, Object> instances = new HashMap<>();

    ServiceInjector(String service, Map<String, String> settings) {
        this.service = service;
        this.settings = settings;
    }

    /** Registers an instance for a type and returns this injector. */
    ServiceInjector with(Class<?> type, Object instance) {
        instances.put(type, instance);
        return this;
    }

    /** Returns the instance of the type; creates it at the first call. */
    <T> T get(Class<T> type) {
        if (!instances.containsKey(type)) {
            instances.put(type, create(type));
        }
        @SuppressWarnings("unchecked")
        T instance = (T) instances.get(type);
        return instance;
    }

    /** Returns the instance of a package-private class. */
    Object get(String className) {
        try {
            return get(Class.forName(className));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Returns a new instance that is not stored. */
    Object create(Class<?> type) {
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
            throw new IllegalStateException(type + " cannot be instantiated", e);
        }
    }

    private static Constructor<?> constructor(Class<?> type) {
        List<Constructor<?>> all = Arrays.asList(type.getDeclaredConstructors());
        return all.stream()
                .filter(constructor -> all.size() == 1 || constructor.isAnnotationPresent(Inject.class))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No single or annotated constructor in " + type));
    }

    private Object argument(Parameter parameter) {
        ConfigProperty property = parameter.getAnnotation(ConfigProperty.class);
        if (property == null) {
            return get(parameter.getType());
        }
        SmallRyeConfig config = config(ServiceInjector.class);
        return Optional.ofNullable(config.getConfigValue(property.name()).getRawValue())
                .or(() -> Optional.of(property.defaultValue())
                        .filter(value -> !value.equals(ConfigProperty.UNCONFIGURED_VALUE)))
                .map(value ->
                        (Object) config.requireConverter(parameter.getType()).convert(value))
                .orElseThrow(() -> new IllegalStateException(service + " lacks the setting " + property.name()));
    }

    private SmallRyeConfig config(Class<?> mapping) {
        return CONFIGS.computeIfAbsent(List.of(settings, mapping), ignored -> {
            SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withSources(new PropertiesConfigSource(settings, service, 100));
            return (mapping == ServiceInjector.class ? builder : builder.withMapping(mapping)).build();
        });
    }
}
