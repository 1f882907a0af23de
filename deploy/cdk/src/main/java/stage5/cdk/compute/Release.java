package stage5.cdk.compute;

import stage5.cdk.Site;
import stage5.cdk.config.LambdaSettings.Kind;
import stage5.cdk.pipeline.ArtifactBucket;

/**
 * A version of a service, at a site. Its artifacts are built once and promoted from one environment to the next: the
 * functions' zips lie in a bucket, the images in a repository, under the version.
 */
public record Release(Site site, String service, String version) {

    /** Returns the name of the bucket with the zips. */
    String bucket() {
        return ArtifactBucket.name(site);
    }

    /** Returns the key of the zip of one of the service's modules. */
    String key(String module) {
        String kind = site.environment().lambda().kind() == Kind.NATIVE ? "-native-arm64" : "";
        return "%s/%s/%s%s.zip".formatted(service, version, module, kind);
    }

    /** Returns the name of the repository with the images. */
    String repository() {
        return "stage5/" + service;
    }
}
