/**
 * The services' container images: {@link stage5.images.ServiceImage} defines what they have in common,
 * {@link stage5.images.JvmContent} and {@link stage5.images.NativeContent} their content. Jib builds them without a Docker
 * daemon. Its Quarkus extension isn't used, because it changes the files' times: a JVM rejects an AOT cache whose jars have
 * other times than at training.
 */
package stage5.images;
