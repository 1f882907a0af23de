package stage5.cdk.compute;

import static java.util.Objects.requireNonNullElse;

import stage5.cdk.StackLocation;
import stage5.cdk.config.LambdaSettings.Kind;
import stage5.cdk.pipeline.ArtifactBucket;

/**
 * A version of a service in an environment and region. Its artifacts are built once and promoted from one environment to
 * the next: function zips in a bucket, images in a repository, both under the version.
 *
 * @param build null for the environment's kind of functions, and for images for the JVM
 */
public record ServiceRelease(StackLocation location, String service, String version, Kind build) {

    private static final String NATIVE = "-native";
    private static final String PROCESSOR = "-arm64";

    /** Returns whether functions run native executables. */
    boolean hasNativeFunctions() {
        return requireNonNullElse(
                        build, location.environment().compute().lambda().kind())
                == Kind.NATIVE;
    }

    /** Returns the name of the bucket of function zips. */
    String bucket() {
        return ArtifactBucket.name(location);
    }

    /** Returns the object key of a module's zip. */
    String key(String module) {
        String kind = hasNativeFunctions() ? NATIVE + PROCESSOR : "";
        return "%s/%s/%s%s.zip".formatted(service, version, module, kind);
    }

    /** Returns the tag of the image: one for all processors for the JVM, one for each for a native executable. */
    String imageTag() {
        return build == Kind.NATIVE ? version + PROCESSOR + NATIVE : version;
    }

    /** Returns the name of the image repository. */
    String repository() {
        return "stage5/" + service;
    }
}
