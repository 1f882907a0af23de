package stage5.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What all images have in common, from {@code images.properties}. */
final class Defaults {

    private static final Properties PROPERTIES = read();

    private Defaults() {}

    static String version() {
        return PROPERTIES.getProperty("version");
    }

    static String licences() {
        return PROPERTIES.getProperty("licences");
    }

    /** Returns the base of a service that runs on any JVM of the right version. */
    static String jvmBase() {
        return PROPERTIES.getProperty("base.jvm");
    }

    /** Returns the base of a service with an AOT cache that this very JDK wrote. */
    static String trainedBase(Runtime.Version jdk) {
        String tag = jdk.toString().replaceFirst("-.*", "").replace('+', '_'); // 25.0.3+9-LTS: 25.0.3_9
        return PROPERTIES.getProperty("base.trained").formatted(tag);
    }

    static String nativeBase() {
        return PROPERTIES.getProperty("base.native");
    }

    private static Properties read() {
        try (InputStream in = Defaults.class.getResourceAsStream("images.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
