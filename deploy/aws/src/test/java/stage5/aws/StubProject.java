package stage5.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import stage5.stack.Project;

/** A checkout with a stub of the CDK's command line, which writes its arguments to a file. */
final class StubProject implements AutoCloseable {

    private static final Path COMMAND = Path.of("deploy", "cdk", "node_modules", ".bin", "cdk");
    private static final Path SETTINGS = Path.of("deploy/cdk/src/main/resources/stage5/cdk/config");
    private static final Path PRICES = Path.of("load/src/main/resources/stage5/load/cost");

    private final Path root;

    /** Makes the folder the project until it is closed. */
    StubProject(Path root) throws IOException {
        this.root = root;
        Path command = root.resolve(COMMAND);
        Files.createDirectories(command.getParent());
        Files.writeString(command, "#!/bin/sh\necho \"$@\" >> '%s'\n".formatted(root.resolve("calls")));
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(root.resolve(SETTINGS));
        Files.createDirectories(root.resolve(PRICES));
        Files.writeString(root.resolve(PRICES).resolve("prices-test.yaml"), """
                prices:
                  - {name: alb.hours, unit: hour, usd: "0.0225"}
                  - {name: dynamodb.storage, unit: GB-month, usd: "0.25"}
                  - {name: secrets-manager.secret, unit: month, usd: "0.40"}
                """);
        System.setProperty(Project.HOME_PROPERTY, root.toString());
        System.setProperty("aws.accessKeyId", "id");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    Path settings(String environment, String yaml) throws IOException {
        return Files.writeString(root.resolve(SETTINGS).resolve(environment + ".yaml"), yaml);
    }

    /** Returns the arguments of each call of the CDK's command line. */
    List<String> calls() throws IOException {
        Path calls = root.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    @Override
    public void close() {
        System.clearProperty(Project.HOME_PROPERTY);
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }
}
