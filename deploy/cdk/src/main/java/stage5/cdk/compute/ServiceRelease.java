package stage5.cdk.compute;

import stage5.cdk.StackLocation;
import stage5.cdk.config.LambdaSettings.Kind;
import stage5.cdk.pipeline.ArtifactBucket;

/**
 * A version of a service in an environment and region. Its artifacts are built once and promoted from one environment to
 * the next: function zips in a bucket, images in a repository, both under the version.
 */
public record ServiceRelease(StackLocation location, String service, String version) {

    /** Returns the name of the bucket of function zips. */
    String bucket() {
        return ArtifactBucket.name(location);
    }

    /** Returns the object key of a module's zip. */
    String key(String module) {
        String kind = location.environment().lambda().kind() == Kind.NATIVE ? "-native-arm64" : "";
        return "%s/%s/%s%s.zip".formatted(service, version, module, kind);
    }

    /** Returns the name of the image repository. */
    String repository() {
        return "stage5/" + service;
    }
}
