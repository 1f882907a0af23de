package stage5.release;

import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.release.contract.Conflict;
import stage5.release.contract.ContractMatrix;
import stage5.release.contract.Contracts;
import stage5.release.contract.RunningVersions;
import stage5.stack.Component;
import stage5.stack.Project;
import stage5.stack.terminal.Style;

/** Checks whether a release is compatible with the services that run in an environment. */
@Command(
        name = "can-i-deploy",
        sortOptions = false,
        description =
                "Compares a release's contract with those of the releases that run in an environment, as publisher and"
                        + " as reader.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:compatible with all", "1:not compatible", "2:the command line is wrong"})
final class CanIDeployCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SERVICE", description = "The service to deploy: order-service, or order.")
    private String service;

    @Option(
            names = "--version",
            paramLabel = "V",
            description = "A release in its contract/released; the current contract by default.")
    private String version;

    @Option(names = "--to", required = true, paramLabel = "ENV", description = "The environment: dev, staging, prod.")
    private String environment;

    @Option(
            names = "--running",
            required = true,
            paramLabel = "FILE",
            description = "The running releases, as JSON of: aws ssm get-parameters-by-path --recursive"
                    + " --path /stage5/ENV --output json > FILE")
    private Path running;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    @Override
    public Integer call() {
        String name = Component.service(service).label();
        Contracts contracts = new Contracts(Project.locate().root());
        SortedMap<String, Version> runningVersions =
                RunningVersions.read(running).in(environment);
        ContractMatrix matrix = new ContractMatrix(contracts, runningVersions);
        Contracts.ContractVersion candidate =
                version == null ? contracts.current(name) : contracts.release(name, version);
        List<Conflict> conflicts = matrix.conflicts(candidate);
        conflicts.forEach(conflict -> System.out.println(Style.BAD.of("x ") + conflict));
        System.out.printf(
                "%s to %s: %s (compared with %s)%n",
                candidate,
                environment,
                conflicts.isEmpty() ? Style.GOOD.of("yes") : Style.BAD.of("no"),
                runningVersions.isEmpty() ? "nothing: the file names no running release" : runningVersions);
        return conflicts.isEmpty() ? 0 : 1;
    }
}
