/**
 * The services' container images: {@link stage5.images.ServiceImage} says what all of them have in common,
 * {@link stage5.images.JvmContent} and {@link stage5.images.NativeContent} what they run. Jib builds them from that
 * without a daemon; its Quarkus extension isn't used because it dates every file anew, and a JVM refuses an AOT cache
 * whose jars have another date than in training.
 */
package stage5.images;
