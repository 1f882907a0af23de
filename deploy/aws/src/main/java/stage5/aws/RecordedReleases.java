package stage5.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import stage5.aws.account.AwsAccess;
import stage5.aws.assembly.CloudAssembly;
import stage5.stack.StackException;

/**
 * The releases of a service that an environment has run: their revisions and the templates that the pipeline has recorded.
 *
 * @param region primary, which has the archives
 */
record RecordedReleases(AwsAccess access, String environment, String service, String account, String region) {

    private static final String ARCHIVE = "release.tar.gz";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the revision before the current one; empty if there is none. */
    Optional<String> previous() {
        List<String> revisions = revisions();
        return revisions.reversed().stream()
                .filter(revision -> !revision.equals(revisions.getLast()))
                .findFirst();
    }

    /** Returns all recorded revisions, the oldest first. */
    private List<String> revisions() {
        try (SsmClient ssm = access.ssm(region)) {
            return ssm.getParameterHistoryPaginator(get -> get.name(parameter("revision"))).stream()
                    .flatMap(page -> page.parameters().stream())
                    .sorted(Comparator.comparing(ParameterHistory::version))
                    .map(ParameterHistory::value)
                    .toList();
        } catch (ParameterNotFoundException e) {
            return List.of();
        }
    }

    /**
     * Returns the templates of the revision, unpacked into the folder.
     *
     * @throws StackException if the environment doesn't have them
     */
    CloudAssembly templates(String revision, Path folder) throws IOException, InterruptedException {
        String bucket = "stage5-%s-artifacts-%s-%s".formatted(environment, account, region);
        String key = "%s/%s/%s".formatted(service, revision, ARCHIVE);
        Files.createDirectories(folder);
        Path archive = folder.resolve(ARCHIVE);
        Files.deleteIfExists(archive);
        try (S3Client s3 = access.s3(region)) {
            s3.getObject(get -> get.bucket(bucket).key(key), ResponseTransformer.toFile(archive));
        } catch (NoSuchKeyException e) {
            throw new StackException(
                    "There are no templates of %s %s in s3://%s/%s. Check the revision out and run ./stage5 aws deploy %s %s --version %s"
                            .formatted(service, revision, bucket, key, environment, service, revision),
                    e);
        }
        unpack(archive, folder);
        // An environment that exists once per form (bench-lambda) has the templates of both in one assembly (bench).
        return CloudAssembly.read(
                folder.resolve("templates").resolve(environment.split("-")[0]));
    }

    private static void unpack(Path archive, Path folder) throws IOException, InterruptedException {
        int status = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new StackException("tar can't unpack " + archive);
        }
    }

    /** Returns the version of the contract in the unpacked release; empty if the service, such as the platform, has none. */
    Optional<String> contract(Path folder) throws IOException {
        Path release = folder.resolve("release.json");
        return Files.exists(release)
                ? Optional.of(JSON.readTree(release.toFile()).path("contract"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText)
                : Optional.empty();
    }

    /** Records in each region what runs: the revision and the version of its contract. */
    void record(String revision, Optional<String> contract, List<String> regions) {
        for (String each : regions) {
            try (SsmClient ssm = access.ssm(each)) {
                contract.ifPresent(version -> put(ssm, "running", version));
                put(ssm, "revision", revision);
            }
        }
    }

    private void put(SsmClient ssm, String name, String value) {
        ssm.putParameter(
                put -> put.name(parameter(name)).value(value).type("String").overwrite(true));
    }

    private String parameter(String name) {
        return "/stage5/%s/%s/%s".formatted(environment, service, name);
    }
}
