package stage5.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The settings of all images, from {@code images.properties}. */
final class ImageProperties {

    private static final Properties PROPERTIES = read();

    private ImageProperties() {}

    static String version() {
        return PROPERTIES.getProperty("version");
    }

    static String licences() {
        return PROPERTIES.getProperty("licences");
    }

    /** Returns the base image for the JVM without an AOT cache. */
    static String jvmBase() {
        return PROPERTIES.getProperty("base.jvm");
    }

    /** Returns the base image for an AOT cache that the JDK has written. */
    static String trainedBase(Runtime.Version jdk) {
        String tag = jdk.toString().replaceFirst("-.*", "").replace('+', '_'); // 25.0.3+9-LTS: 25.0.3_9
        return PROPERTIES.getProperty("base.trained").formatted(tag);
    }

    static String nativeBase() {
        return PROPERTIES.getProperty("base.native");
    }

    private static Properties read() {
        try (InputStream in = ImageProperties.class.getResourceAsStream("images.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
