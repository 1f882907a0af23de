package stage5.release;

import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stage5.cli.stack.Part;
import stage5.cli.stack.Project;
import stage5.cli.terminal.Style;
import stage5.release.contract.Conflict;
import stage5.release.contract.ContractMatrix;
import stage5.release.contract.Contracts;
import stage5.release.contract.RunningVersions;

/** Says whether a release would break a neighbour that runs where it is to go, or be broken by one. */
@Command(
        name = "can-i-deploy",
        sortOptions = false,
        description =
                "Holds a release's contract against those of what runs in an environment, as publisher and as reader.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it gets along with all", "1:it does not", "2:the call itself is wrong"})
final class CanIDeployCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SERVICE", description = "The service to be deployed: order-service, or order.")
    private String service;

    @Option(
            names = "--version",
            paramLabel = "V",
            description = "One of its contract/released; the contract as it lies there where it is left out.")
    private String version;

    @Option(names = "--to", required = true, paramLabel = "ENV", description = "The environment: dev, staging, prod.")
    private String environment;

    @Option(
            names = "--running",
            required = true,
            paramLabel = "FILE",
            description = "What runs in each environment, as AWS tells it: aws ssm get-parameters-by-path --recursive"
                    + " --path /stage5/ENV --output json > FILE")
    private Path running;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    private boolean help;

    @Override
    public Integer call() {
        String name = Part.service(service).label();
        Contracts contracts = new Contracts(Project.locate().root());
        SortedMap<String, Version> there = RunningVersions.read(running).in(environment);
        ContractMatrix matrix = new ContractMatrix(contracts, there);
        Contracts.Candidate candidate = version == null ? contracts.current(name) : contracts.release(name, version);
        List<Conflict> conflicts = matrix.conflicts(candidate);
        conflicts.forEach(conflict -> System.out.println(Style.BAD.of("x ") + conflict));
        System.out.printf(
                "%s to %s: %s (held against %s)%n",
                candidate,
                environment,
                conflicts.isEmpty() ? Style.GOOD.of("yes") : Style.BAD.of("no"),
                there.isEmpty() ? "nothing: nothing is said to run there" : there);
        return conflicts.isEmpty() ? 0 : 1;
    }
}
